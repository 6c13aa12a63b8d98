import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildProgram } from '../../local/servers/child-program';
import { localParts, type Parts } from '../../local/servers/parts';

/** In the order in which local mode may start them. */
const NAMES = [
  'PostgreSQL',
  'the Shopify simulator',
  'Temporal',
  'the WooCommerce simulator',
  'the worker',
  'the API',
] as const;

let folder: string;
let said: string[];
let ended: number[];
let parts: Parts;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parts-'));
  said = [];
  ended = [];
  const terminal = { isInteractive: false, say: (line: string) => said.push(line), live() {}, step: jest.fn() };
  parts = localParts({ watch() {}, forget: (pid) => ended.push(pid) }, terminal);
});
afterEach(async () => {
  await parts.hurry();
  rmSync(folder, { recursive: true });
});

it('end in order, whatever the order of their start', async () => {
  const pids = new Map(NAMES.map((name) => [start(name, 'setInterval(() => {}, 1000)').pid(), name]));

  await parts.end();

  expect(ended.map((pid) => pids.get(pid))).toEqual([
    'the API',
    'the worker',
    'the WooCommerce simulator',
    'the Shopify simulator',
    'Temporal',
    'PostgreSQL',
  ]);
  expect(() => start('the API', '')).toThrow('the API is not started any more');
});

it('end at once in a hurry, even those that do not listen', async () => {
  const deaf = start('the worker', `process.on('SIGTERM', () => {}); console.log('deaf'); setInterval(() => {}, 1000)`);
  while (!deaf.lastLines(1).includes('deaf')) await sleep(20);
  const inOrder = parts.end();

  await parts.hurry();
  await inOrder;

  expect(deaf.isRunning()).toBe(false);
});

it('are started again when they die, with their last words, but only once they could start', async () => {
  const program = start('the API', `console.log('no such database'); setTimeout(() => process.exit(3), 200)`);
  parts.keep(program);

  while (said.length === 0 || !program.isRunning()) await sleep(20);

  expect(said[0]).toBe('the API ended (exit code 3): it is started again. Its last lines:\nno such database');
});

it('that could not start are not started again', async () => {
  const program = start('the API', 'process.exit(3)');

  while (program.isRunning()) await sleep(20);

  expect(said).toEqual([]);
});

function start(name: (typeof NAMES)[number], script: string): ChildProgram {
  return parts.start({
    name,
    command: process.execPath,
    args: ['-e', script],
    env: {},
    logFile: join(folder, `${name}.log`),
    stopSignal: 'SIGTERM',
  });
}
