import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localKeys } from '../../local/servers/local-keys';
import type { Servers } from '../../local/servers/start-servers';
import { closingWords } from '../../local/start/closing-words';

const ours: Servers = {
  database: {
    url: 'postgresql://catalog_sync:secret@127.0.0.1:5433/catalog_sync',
    ownerUrl: 'postgresql://owner:other-secret@127.0.0.1:5433/catalog_sync',
    isOurs: true,
  },
  temporal: {
    connectionOptions: { address: '127.0.0.1:7233' },
    namespace: 'default',
    webUi: 'http://127.0.0.1:8233',
    cli: '/cache/temporal --address 127.0.0.1:7233',
    environment: {},
  },
};

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'closing-words-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

function words(servers = ours, isOperatorKeyGiven = false): string {
  const apiUrl = 'http://127.0.0.1:8080';
  return closingWords({ dataDir, apiUrl, servers, isOperatorKeyGiven, simulators: null, demo: null });
}

it('name the database, the Temporal CLI and the file of the keys, and no key', () => {
  expect(words()).toContain('  database           postgresql://catalog_sync@127.0.0.1:5433/catalog_sync\n');
  expect(words()).toContain('  Temporal CLI       /cache/temporal --address 127.0.0.1:7233\n');
  expect(words()).toContain(`${dataDir}/keys.json: operator key, database passwords, seal of the stores' keys\n`);
});

it('have a line that reads the operator key from its file when it is carried out', () => {
  const { operatorKey } = localKeys(dataDir);
  const [, header = ''] = /-H ("X-OPERATOR-KEY: .*?\)")/.exec(words()) ?? [];

  expect(words()).not.toContain(operatorKey);
  expect(execFileSync('/bin/sh', ['-c', `echo ${header}`], { encoding: 'utf8' })).toBe(
    `X-OPERATOR-KEY: ${operatorKey}\n`,
  );
});

it('leave servers and keys of the user’s own to the user', () => {
  const theirs = {
    database: { ...ours.database, isOurs: false },
    temporal: { ...ours.temporal, webUi: null, cli: null },
  };

  const told = words(theirs, true);

  expect(told).toContain('  database           that in DATABASE_URL\n');
  expect(told).toContain('  Temporal CLI       yours, for the server in TEMPORAL_ADDRESS\n');
  expect(told).toContain(`${dataDir}/keys.json: seal of the stores' keys\n`);
  expect(told).toContain('-H "X-OPERATOR-KEY: $OPERATOR_KEY"');
});
