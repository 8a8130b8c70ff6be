import { type Configurator, createConfigurator } from '@loggia/core/config';
import { nodeClassTable } from '../class-table.js';

/** What configures logging in Node. */
export const configurator: Configurator = /* @__PURE__ */ createConfigurator(nodeClassTable);
