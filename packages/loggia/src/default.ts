// The entry for hosts that nobody has described: the neutral platform of the core needs no installation.
export * from '@loggia/core';
