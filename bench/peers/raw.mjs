// What a program without a library would do: the limit that nobody can pass.
import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import { FIELDS, makeError, ROTATION, sink } from '../lib/work.mjs';

const SPECIAL = /["\\\0-\x1f]/;
const quote = (text) => (SPECIAL.test(text) ? JSON.stringify(text) : `"${text}"`);

let second = 0;
let secondText = '';
function time(separator, point, zone) {
  const now = Date.now();
  const at = Math.floor(now / 1000);
  if (at !== second) {
    second = at;
    secondText = new Date(now).toISOString().slice(0, 19);
  }
  const text = separator === 'T' ? secondText : secondText.replace('T', separator);
  return `${text}${point}${String(1000 + (now % 1000)).slice(1)}${zone}`;
}
const json = (message, more = '') =>
  `{"time":"${time('T', '.', 'Z')}","level":"INFO","logger":"bench","message":${quote(message)}${more}}\n`;
const text = (message) => `${time(' ', ',', '')} bench INFO ${message}\n`;
const bound = Object.entries(FIELDS)
  .map(([key, value]) => `,"${key}":${JSON.stringify(value)}`)
  .join('');
const fields = (given) =>
  Object.entries(given)
    .map(([key, value]) => `,"${key}":${JSON.stringify(value)}`)
    .join('');
const errorText = (error) =>
  `,"error":{"type":${quote(error.name)},"message":${quote(error.message)},"stack":${quote(error.stack)}` +
  `${error.cause ? `,"cause":{"type":${quote(error.cause.name)},"message":${quote(error.cause.message)},"stack":${quote(error.cause.stack)}}` : ''}}`;

function writer(path, makeLine, { buffered = false, rotate = false } = {}) {
  let fd = openSync(path, 'a');
  let pending = '';
  let size = 0;
  const put = (block) => {
    if (rotate && size + block.length > ROTATION.maxBytes) {
      closeSync(fd);
      for (let i = ROTATION.backupCount - 1; i >= 0; i--) {
        try {
          renameSync(i === 0 ? path : `${path}.${i}`, `${path}.${i + 1}`);
        } catch {}
      }
      fd = openSync(path, 'a');
      size = 0;
    }
    size += writeSync(fd, block);
  };
  return {
    log(i) {
      const line = makeLine(`user ${i} logged in`);
      if (!buffered) put(line);
      else {
        pending += line;
        if (pending.length > 65_536) {
          put(pending);
          pending = '';
        }
      }
    },
    close() {
      if (pending !== '') put(pending);
      closeSync(fd);
    },
  };
}

export default {
  name: 'raw',
  micro() {
    const error = makeError();
    const level = sink.bytes + 20;
    return {
      disabled: () => {
        if (level <= 10) sink.write('');
      },
      json: (i) => sink.write(json(`user ${i} logged in`)),
      text: (i) => sink.write(text(`user ${i} logged in`)),
      bound: () => sink.write(json('request done', bound)),
      percall: () => sink.write(json('request done', fields(FIELDS))),
      error: () => sink.write(json('failed', errorText(error))),
      fresh: () => sink.write(json('failed', errorText(makeError()))),
    };
  },
  files: {
    'file-json': { writeSync: (path) => writer(path, json) },
    'file-text': { writeSync: (path) => writer(path, text) },
    'buffered-json': { buf64k: (path) => writer(path, json, { buffered: true }) },
    'buffered-text': { buf64k: (path) => writer(path, text, { buffered: true }) },
    'rotation-durable': { writeSync: (path) => writer(path, json, { rotate: true }) },
    'rotation-buffered': { buf64k: (path) => writer(path, json, { rotate: true, buffered: true }) },
  },
};
