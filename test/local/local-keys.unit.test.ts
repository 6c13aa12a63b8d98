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

it.each(['', '{', '{"credentialsKey":"x"}'])('never replaces a damaged key file: %j', (damaged) => {
  localKeys(dataDir);
  writeFileSync(join(dataDir, 'keys.json'), damaged);

  expect(() => localKeys(dataDir)).toThrow(`keys.json is damaged: restore it, or remove ${dataDir} to start anew`);
});
