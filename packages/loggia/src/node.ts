import { installPlatform } from '@loggia/core';
import { nodePlatform, readEnvironment } from '@loggia/node';

if (installPlatform(nodePlatform)) readEnvironment();

export * from '@loggia/core';
