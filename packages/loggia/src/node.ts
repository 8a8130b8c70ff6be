import { installPlatform } from '@loggia/core';
import { nodePlatform } from '@loggia/node';

installPlatform(nodePlatform);

export * from '@loggia/core';
