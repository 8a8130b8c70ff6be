// Prints the ns that a text line costs: to make it, to write it, and both, by hand and by Loggia. All take turns in one process.
import { closeSync, openSync, writeSync } from 'node:fs';
import { getLogger, StreamHandler } from 'loggia/node';
import loggia from '../peers/loggia.mjs';
import raw from '../peers/raw.mjs';
import { median } from './samples.mjs';

const [, , path] = process.argv;
const LINES = 5000;
const ROUNDS = 60;

const fd = openSync(path, 'w');
const line = '2026-01-01 10:00:00,000 bench INFO user 1234567 logged in\n';
const byHand = raw.files['file-text'].writeSync(path);
const ours = loggia.files['file-text'].default(path);
const fileLogger = getLogger('bench');
const [fileHandler] = fileLogger.handlers;
const nowhere = new StreamHandler({ write() {} });
nowhere.setFormatter(fileHandler.formatter);
const to = (handler) => fileLogger.handlers.splice(0, 1, handler);

const WORK = {
  'the system takes a line': () => writeSync(fd, line),
  'a line made and written by hand': (i) => byHand.log(i),
  'a line of Loggia, to nowhere': (i) => ours.log(i),
  'a line of Loggia, to the file': (i) => ours.log(i),
};
const samples = Object.fromEntries(Object.keys(WORK).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, work] of Object.entries(WORK)) {
    to(name.endsWith('nowhere') ? nowhere : fileHandler);
    const started = process.hrtime.bigint();
    for (let i = 0; i < LINES; i++) work(i);
    // The first rounds are those in which the engine gets to know the code.
    if (round >= ROUNDS / 4) samples[name].push(Number(process.hrtime.bigint() - started) / LINES);
  }
}
closeSync(fd);
const ns = Object.fromEntries(
  Object.entries(samples).map(([name, list]) => [name, Math.round(median(list))]),
);
process.stdout.write(`${JSON.stringify(ns)}\n`);
process.exit(0);
