export * from '@loggia/ingest';
