import { ConfigError, type ConfigProblem } from '../errors.js';
import { quote } from '../format/python-text.js';
import { applyIncremental, applyPlan, stayingHandlers } from './apply.js';
import { Builder, type FindKept } from './build.js';
import type { ClassTable } from './class-spec.js';
import { keptHandler } from './in-force.js';
import { type ConfigPlan, planConfig } from './plan.js';
import { type Complain, joinPath, Problems, pathPart } from './problems.js';
import type { Scope } from './resolve.js';
import type { ConfigOptions, LoggingConfig } from './schema.js';

/** What configures logging where certain classes are there. */
export interface Configurator {
  /** The classes that it knows by name. */
  readonly table: ClassTable;
  /**
   * Configures logging as a dictionary says, Python's own: everything of it, or nothing. It is read, checked and made
   * first; on any mistake the configuration in force stays as it is.
   *
   * A handler whose description has not changed since the last configuration stays open, with what it holds; one
   * that is gone or changed is closed.
   *
   * @throws ConfigError with all mistakes in `problems`; its message begins as Python's does.
   */
  dictConfig(config: LoggingConfig, options?: ConfigOptions): void;
  /**
   * The mistakes in a configuration, without making or changing anything. What only shows when handlers are made, such as
   * a directory that cannot be written to, is not among them.
   */
  checkConfig(config: unknown, options?: ConfigOptions): readonly ConfigProblem[];
}

/**
 * Makes the functions that configure logging where the classes of `table` are there.
 *
 * @example
 * ```ts
 * import { coreClassTable, createConfigurator } from '@loggia/core/config';
 * const { dictConfig } = createConfigurator(coreClassTable);
 * dictConfig({ version: 1, handlers: { out: { class: 'logging.StreamHandler' } }, root: { handlers: ['out'] } });
 * ```
 */
export function createConfigurator(table: ClassTable): Configurator {
  return {
    table,
    dictConfig(config, options = {}) {
      const problems = new Problems();
      const plan = readPlan(config, scopeOf(table, options), problems);
      problems.throwIfAny();
      if (plan!.incremental) applyIncremental(plan!);
      else buildAndApply(plan!, table, problems);
    },
    checkConfig(config, options = {}) {
      const problems = new Problems();
      readPlan(config, scopeOf(table, options), problems);
      return problems.list();
    },
  };
}

function scopeOf(table: ClassTable, { ext = {}, classes = {}, strict = true }: ConfigOptions): Scope {
  return { table, ext, classes, strict };
}

function readPlan(config: unknown, scope: Scope, problems: Problems): ConfigPlan | undefined {
  try {
    return planConfig(config, scope, problems);
  } catch (error) {
    // Nothing but a getter or a proxy in the configuration throws here.
    problems.at('Unable to configure logging')(
      '',
      `cannot be read: ${String((error as Error)?.message)}`,
      error as Error,
    );
    return undefined;
  }
}

function buildAndApply(plan: ConfigPlan, table: ClassTable, problems: Problems): void {
  const builder = new Builder(table);
  const staying = stayingHandlers(plan);
  const findKept: FindKept = (one, built) => keptHandler(one, plan, built, staying);
  const complainOf = (kind: string, name: string): Complain =>
    problems.at(`Unable to configure ${kind} ${quote(name)}`, joinPath(`${kind}s`, pathPart(name)));
  try {
    const isBuilt = builder.build(plan, findKept, complainOf);
    if (isBuilt) applyPlan(plan, builder);
  } catch (cause) {
    builder.discard();
    throw new ConfigError('', `Unable to configure logging: ${String((cause as Error)?.message)}`, { cause });
  }
  if (problems.isEmpty) return;
  builder.discard();
  problems.throwIfAny();
}
