import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { showErrors } from '../../local/servers/show-errors';
import { createLogger } from '../../src/process/logger';

let folder: string;
let end: AbortController;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'show-errors-'));
  end = new AbortController();
});
afterEach(() => {
  end.abort();
  rmSync(folder, { recursive: true });
});

it('says the errors of a pretty log with their cause, and nothing else', async () => {
  const { said, write } = shown();
  const output = new Writable({
    write(chunk, _encoding, done) {
      write(String(chunk));
      done();
    },
  });
  const log = createLogger({ logLevel: 'info', logFormat: 'pretty' }, [], output);
  log.info({ message: 'unimportant' }, 'all is well');
  log.error({ run_id: 'r-1', counts: { seen: 3 }, error: { type: 'store_frozen', message: 'unpaid' } }, 'run closed');
  log.warn('almost');
  log.fatal('the end');

  while (!said().includes('the end')) await sleep(20);

  expect(
    said()
      .replaceAll(/^\[.*?\] /gm, '')
      .split('\n'),
  ).toEqual([
    'ERROR: run closed',
    '    run_id: "r-1"',
    '      "type": "store_frozen",',
    '      "message": "unpaid"',
    'FATAL: the end',
  ]);
});

it('says the errors of a JSON log, also when a line comes in two pieces', async () => {
  const { said, write } = shown();
  write('{"level":"info","msg":"all is well"}\n{"level":"error","time":"2026-11-25T09:00:00Z","m');
  write('sg":"run closed"}\n');

  while (!said()) await sleep(20);

  expect(said()).toBe('{"level":"error","time":"2026-11-25T09:00:00Z","msg":"run closed"}');
});

function shown() {
  const file = join(folder, 'program.log');
  const lines: string[] = [];
  writeFileSync(file, '');
  showErrors(file, (line) => lines.push(line), end.signal);
  return { said: () => lines.join('\n'), write: (text: string) => appendFileSync(file, text) };
}
