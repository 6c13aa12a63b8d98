import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ChildProgram, type ProgramSpec, startProgram } from '../../local/servers/child-program';
import type { ProcessGuard } from '../../local/servers/process-guard';
import { waitUntilReady } from '../../local/servers/wait-until-ready';

let folder: string;
let watched: Set<number>;
let program: ChildProgram;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'child-program-'));
  watched = new Set();
});
afterEach(async () => {
  await program.stop(0);
  rmSync(folder, { recursive: true });
});

it('stops at its stop signal and is watched only while it runs', async () => {
  start(`process.on('SIGTERM', () => { console.log('bye'); process.exit(0); }); ${READY}`);
  await untilItSays('ready');
  expect([...watched]).toEqual([program.pid()]);

  await program.stop(5_000);

  expect(program.lastLines(1)).toBe('bye');
  expect(program.isRunning()).toBe(false);
  expect(watched.size).toBe(0);
});

it('is killed, with all that it started, when it does not stop within the grace', async () => {
  const child = `require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']).pid`;
  start(`process.on('SIGTERM', () => {}); console.log('child', ${child}); ${READY}`);
  await untilItSays('ready');
  const childPid = Number(/child (\d+)/.exec(program.lastLines(9))?.[1]);

  await program.stop(50);

  expect(program.isRunning()).toBe(false);
  await until(() => !runs(childPid));
});

it('starts again after it died, when asked to, and says how it ended', async () => {
  const endings: string[] = [];
  start(READY, (ended) => endings.push(ended) === 1);
  await untilItSays('ready');
  const firstPid = program.pid();
  process.kill(firstPid ?? 0, 'SIGKILL');

  await until(() => program.isRunning() && program.pid() !== firstPid);

  expect(endings).toEqual(['the program ended (SIGKILL)']);
});

it('that ends while it starts is reported with its last lines', async () => {
  start(`console.error('no such database'); process.exit(3);`);

  const ready = waitUntilReady(program, 10_000, () => Promise.reject(new Error('refused')));

  await expect(ready).rejects.toThrow('the program ended while it started. Its last lines:\nno such database');
});

it('that cannot be started at all is reported with the reason', async () => {
  const endings: string[] = [];
  start('', (ended) => endings.push(ended) < 0, '/no/such/program');

  await until(() => endings.length > 0);

  expect(endings[0]).toContain('the program could not be started: spawn /no/such/program ENOENT');
});

const READY = `console.log('ready'); setInterval(() => {}, 1000);`;

function start(script: string, onUnexpectedEnd?: (ended: string) => boolean, command = process.execPath): void {
  const guard: ProcessGuard = { watch: (pid) => watched.add(pid), forget: (pid) => watched.delete(pid) };
  const spec: ProgramSpec = {
    name: 'the program',
    command,
    args: ['-e', script],
    env: {},
    logFile: join(folder, 'program.log'),
    stopSignal: 'SIGTERM',
    guard,
    ...(onUnexpectedEnd && { onUnexpectedEnd }),
  };
  program = startProgram(spec);
}

const untilItSays = (text: string): Promise<void> => until(() => program.lastLines(9).includes(text));

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(20);
}

/** A child whose parent is gone may stay as a zombie where nobody collects it: that is not running. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
