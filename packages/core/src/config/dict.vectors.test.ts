import { describe, expect, it } from 'vitest';
import { loadVectors } from '../vectors.testing.js';
import { ConfigScript, type ConfigVector, type VectorError } from './config-script.testing.js';

/** What CPython says, as an expectation: its message begins ours, and a loose one says nothing but the type. */
function expected({ type, message, loose, causes }: VectorError): unknown {
  const begins = loose
    ? expect.any(String)
    : expect.stringMatching(new RegExp(`^${literally(message)}(: |$)`));
  return {
    type,
    message: begins,
    sentence: expect.any(String),
    ...(causes && { causes: causes.map(expectedCause) }),
  };
}

function expectedCause({ type, message, loose }: VectorError): unknown {
  return { type, message: loose ? expect.any(String) : message };
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

describe('dictConfig', () => {
  it.each(loadVectors<ConfigVector>('dictconfig'))(
    'does as CPython in $id',
    async ({ steps, expect: wanted }) => {
      const script = await ConfigScript.start();
      for (const [i, step] of steps.entries()) {
        const before = script.state();
        const result = wanted.results[i]!;
        expect(script.run(step)).toEqual(result && { error: expected(result.error) });
        // CPython leaves a half of a configuration behind; here nothing has happened.
        if (result !== null) expect(script.state()).toEqual(before);
      }
      if (wanted.results.every((result) => result === null)) {
        expect(script.state()).toEqual(script.expected(wanted.state));
      }
    },
  );
});
