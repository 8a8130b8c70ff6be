import { installPlatform } from '@loggia/core';
import { nodePlatform, readEnvironment } from '@loggia/node/start';

if (installPlatform(nodePlatform)) readEnvironment();

export * from '@loggia/core';
