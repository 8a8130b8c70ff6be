import { workerPlatform } from '@loggia/browser';
import { installPlatform } from '@loggia/core';

installPlatform(workerPlatform);

export * from '@loggia/core';
