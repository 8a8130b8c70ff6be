import { browserPlatform } from '@loggia/browser';
import { installPlatform } from '@loggia/core';

installPlatform(browserPlatform);

export * from '@loggia/core';
