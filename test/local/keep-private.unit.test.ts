import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepPrivate } from '../../local/start/keep-private';

const FOLDER = process.getuid?.() === 0 ? 0o711 : 0o700;

let above: string;
let dataDir: string;
let umask: number;
beforeEach(() => {
  above = mkdtempSync(join(tmpdir(), 'private-'));
  dataDir = join(above, 'data');
  umask = process.umask(0);
});
afterEach(() => {
  process.umask(umask);
  rmSync(above, { recursive: true });
});

const modeOf = (...path: string[]) => statSync(join(dataDir, ...path)).mode & 0o777;

it('makes a folder that others cannot look into, and files in it that are the owner’s alone, with a umask of 000', () => {
  keepPrivate(dataDir, fail);
  writeFileSync(join(dataDir, 'temporal.db'), '');
  mkdirSync(join(dataDir, 'postgres'));

  expect([modeOf(), modeOf('temporal.db'), modeOf('postgres')]).toEqual([FOLDER, 0o600, 0o700]);
});

it('closes what an earlier start left open', () => {
  for (const folder of ['', 'logs', 'postgres']) mkdirSync(join(dataDir, folder), { mode: 0o777 });
  for (const file of ['keys.json', 'demo.json', 'temporal.db', 'temporal.db-wal', 'logs/api.log']) {
    writeFileSync(join(dataDir, file), '', { mode: 0o666 });
  }
  keepPrivate(dataDir, fail);

  expect(modeOf()).toBe(FOLDER);
  for (const folder of ['logs', 'postgres']) expect([folder, modeOf(folder)]).toEqual([folder, 0o700]);
  for (const file of ['keys.json', 'demo.json', 'temporal.db', 'temporal.db-wal', 'logs/api.log']) {
    expect([file, modeOf(file)]).toEqual([file, 0o600]);
  }
});

it('changes nothing that a link leads to', () => {
  mkdirSync(dataDir);
  const elsewhere = join(above, 'elsewhere');
  writeFileSync(elsewhere, '');
  chmodSync(elsewhere, 0o644);
  symlinkSync(elsewhere, join(dataDir, 'link'));
  keepPrivate(dataDir, fail);
  expect(statSync(elsewhere).mode & 0o777).toBe(0o644);
});

function fail(line: string): void {
  throw new Error(line);
}
