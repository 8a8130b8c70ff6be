export * from '@loggia/core/config';
