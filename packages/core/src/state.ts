import { LevelTable } from './levels.js';
import { neutralPlatform } from './neutral-platform.js';
import type { Platform } from './platform.js';
import { plainRenderer, type Renderer } from './renderer.js';

/** Switches for the whole process. They are read when they are needed, so a change takes effect at once. */
export interface BaseSettings {
  /** Whether errors inside logging are reported on the platform's stderr. Default true. */
  raiseExceptions: boolean;
  /** Whether records know who called: always, never, or as soon as a formatter prints it. Default `'auto'`. */
  callerInfo: 'auto' | boolean;
  /** Whether records carry `process` and `processName`. Default true. */
  logProcesses: boolean;
  /** Whether records carry `thread` and `threadName`. Default true. */
  logThreads: boolean;
}

/** What was counted since the program began. */
export interface Stats {
  /** Records made. */
  emitted: number;
  /** Records that a handler gave up, whatever the reason. */
  dropped: number;
  /** Errors inside logging that went to `handleError`. */
  errors: number;
}

/** What every copy of Loggia in the process shares. */
export interface State {
  platform: Platform;
  /** Whether an entry has installed its platform in place of the neutral one. */
  platformInstalled: boolean;
  /** See {@link Renderer}; the plain one until a formatter or a handler exists. */
  renderer: Renderer;
  readonly settings: BaseSettings;
  readonly levels: LevelTable;
  readonly stats: Stats;
  /** The time from which `relativeCreated` counts, in milliseconds since the epoch. */
  readonly startTime: number;
  /** Whether some formatter prints caller information; see {@link BaseSettings.callerInfo}. */
  callerWanted: boolean;
  /** Things whose types belong to higher layers; see {@link shared}. */
  readonly slots: Map<string, unknown>;
}

/** The key of the one slot on `globalThis`. Its version changes when the shape of {@link State} does. */
const SLOT: unique symbol = Symbol.for('loggia.state.v1') as never;

/**
 * The shared state. A program can hold several copies of Loggia (an ESM and a CommonJS build, two versions
 * in one tree of packages); they must still form one tree of loggers, so the first copy creates this object.
 */
export const state: State = /* @__PURE__ */ findOrCreateState();

function findOrCreateState(): State {
  const holder = globalThis as { [SLOT]?: State };
  holder[SLOT] ??= {
    platform: neutralPlatform,
    platformInstalled: false,
    renderer: plainRenderer,
    settings: { raiseExceptions: true, callerInfo: 'auto', logProcesses: true, logThreads: true },
    levels: new LevelTable(),
    stats: { emitted: 0, dropped: 0, errors: 0 },
    startTime: Date.now(),
    callerWanted: false,
    slots: new Map(),
  };
  return holder[SLOT];
}

/** The shared thing of that name; the first caller creates it. */
export function shared<T>(name: string, create: () => T): T {
  if (!state.slots.has(name)) state.slots.set(name, create());
  return state.slots.get(name) as T;
}

/**
 * Makes `platform` the one that the core asks. The entries of `loggia` call it on import; the first one to
 * do so wins, since a second copy of Loggia must not take the first one's exit hooks away.
 *
 * @returns Whether it was the first one.
 * @example
 * ```ts
 * import { getPlatform, installPlatform, neutralPlatform } from '@loggia/core';
 * installPlatform({ ...neutralPlatform, name: 'device' });
 * console.log(getPlatform().name); // device, if none was installed before
 * ```
 */
export function installPlatform(platform: Platform): boolean {
  if (state.platformInstalled) return false;
  state.platformInstalled = true;
  state.platform = platform;
  return true;
}

/**
 * The platform in force.
 *
 * @example
 * ```ts
 * import { getPlatform } from 'loggia';
 * console.log(getPlatform().name); // node, browser, worker or neutral
 * ```
 */
export function getPlatform(): Platform {
  return state.platform;
}

/**
 * Replaces the platform whatever is installed, and returns what puts the old one back. For tests.
 *
 * @example
 * ```ts
 * import { replacePlatform } from '@loggia/core';
 * import { fakePlatform } from '@loggia/testing';
 * const restore = replacePlatform(fakePlatform());
 * restore();
 * ```
 */
export function replacePlatform(platform: Platform): () => void {
  const before = state.platform;
  state.platform = platform;
  return () => {
    state.platform = before;
  };
}
