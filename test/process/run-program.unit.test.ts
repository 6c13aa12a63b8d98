import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../local/servers/project-root';
import { reasonOf } from '../../src/process/reason-of';

/** A process that runs `source`, which finds what `run-program.ts` exports by name, and what it printed so far. */
function start(source: string) {
  const module = JSON.stringify(join(PROJECT_ROOT, 'src/process/run-program.ts'));
  const child = spawn(
    process.execPath,
    [
      '--require',
      join(PROJECT_ROOT, 'test/support/typescript.cjs'),
      '-e',
      `const { runProgram, runService } = require(${module}); ${source}`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const ended = once(child, 'close').then(([code]) => ({ code, printed }));
  return { child, ended };
}

it.each([
  [new AggregateError([], ''), 'AggregateError'],
  [Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
  [new Error('its own words'), 'its own words'],
  ['a text', 'a text'],
  ['', 'an unknown error'],
  [undefined, 'undefined'],
])('has a reason for %p', (error, reason) => {
  expect(reasonOf(error)).toBe(reason);
});

it('says why a program failed and what to do, and ends with 1', async () => {
  const { ended } = start(`
    runProgram(async () => { throw new AggregateError([], ''); }, {
      advice: [() => null, () => 'start it'],
    });`);
  expect(await ended).toEqual({ code: 1, printed: 'AggregateError\nstart it\n' });
});

it('ends with the exit code that the program or its failure has', async () => {
  const differs = start('runProgram(async () => { process.exitCode = 3; })');
  const failed = start("runProgram(async () => { throw new Error('no'); }, { exitCodeOf: () => 2 })");
  expect((await differs.ended).code).toBe(3);
  expect((await failed.ended).code).toBe(2);
});

it('ends at once where it is told to, whatever is still open', async () => {
  const { ended } = start('runProgram(async () => { setInterval(() => {}, 1_000); }, { exitsAtOnce: true })');
  expect((await ended).code).toBe(0);
});

it('ends a service in order at Ctrl-C, which comes twice when npm passes it on', async () => {
  const { child, ended } = start(`
    runService(async (stopping) => {
      const open = setInterval(() => {}, 1_000);
      console.log('ready');
      await new Promise((resolve) => stopping.addEventListener('abort', resolve));
      process.kill(process.pid, 'SIGINT');
      await new Promise((resolve) => process.once('SIGINT', resolve));
      clearInterval(open);
      console.log('ended in order');
      stopping.throwIfAborted();
    })`);
  await once(child.stdout, 'data');
  child.kill('SIGINT');
  expect(await ended).toEqual({ code: 0, printed: 'ready\nended in order\n' });
});
