import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localKeys } from '../../local/servers/local-keys';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'local-keys-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

it('keeps the keys of the first start, readable by their owner only', () => {
  const first = localKeys(dataDir);

  expect(localKeys(dataDir)).toEqual(first);
  expect(Buffer.from(first.credentialsKey, 'base64')).toHaveLength(32);
  expect(statSync(join(dataDir, 'keys.json')).mode & 0o777).toBe(0o600);
});

it('gives each database role a password of its own, also beside the one that an earlier version kept', () => {
  const { ownerPassword: _, superuserPassword: __, ...kept } = localKeys(dataDir);
  writeFileSync(join(dataDir, 'keys.json'), JSON.stringify(kept));

  const completed = localKeys(dataDir);

  expect(completed).toMatchObject(kept);
  expect(localKeys(dataDir)).toEqual(completed);
  const { databasePassword, ownerPassword, superuserPassword } = completed;
  expect(new Set([databasePassword, ownerPassword, superuserPassword]).size).toBe(3);
});

it.each(['', '{', '{"credentialsKey":"x"}'])('never replaces a damaged key file: %j', (damaged) => {
  localKeys(dataDir);
  writeFileSync(join(dataDir, 'keys.json'), damaged);

  expect(() => localKeys(dataDir)).toThrow(`keys.json is damaged: restore it, or remove ${dataDir} to start anew`);
});
