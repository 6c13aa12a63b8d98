import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StartProgram, startProgram } from '../../local/servers/child-program';
import { freePort } from '../../local/servers/free-port';
import { startProcessGuard } from '../../local/servers/process-guard';
import { type Postgres, type PostgresPasswords, startPostgres } from '../../local/servers/start-postgres';
import { migrate } from '../../src/database/migrate';
import { queryAs } from '../support/test-database';

const GRACE_MS = 5_000;

let dataDir: string;
let start: StartProgram;

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'upgraded-'));
  chmodSync(dataDir, 0o711); // run by root, PostgreSQL is another user
  const guard = startProcessGuard();
  start = (spec) => startProgram({ ...spec, guard, onUnexpectedEnd: () => true });
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function started<Result>(passwords: PostgresPasswords, use: (postgres: Postgres) => Promise<Result>) {
  const port = await freePort();
  const postgres = await startPostgres({ dataDir, port, passwords, settings: ['fsync=off'], start, say: () => {} });
  try {
    return await use(postgres);
  } finally {
    await postgres.program.stop(GRACE_MS);
  }
}

it('starts on the data folder of a version with one role and one password, and keeps its rows', async () => {
  const first = 'first';
  await started({ programs: first, owner: first, superuser: first }, async ({ adminUrl, ownerUrl }) => {
    await migrate(ownerUrl);
    await queryAs(
      ownerUrl,
      `begin; set local app.scope = 'system'; insert into tenants (name, slug) values ('Acme', 'acme'); commit`,
    );
    await queryAs(adminUrl, 'grant temporary on database catalog_sync to public; drop role catalog_sync_programs');
  });

  await started({ programs: first, owner: 'second', superuser: 'third' }, async (postgres) => {
    const { adminUrl, ownerUrl, databaseUrl } = postgres;
    expect(await migrate(databaseUrl, ownerUrl)).toEqual({ applied: 0, roles: 'two' });
    const { rows } = await queryAs(adminUrl.replace(/postgres$/, 'catalog_sync'), 'select slug from tenants');
    expect(rows).toEqual([{ slug: 'acme' }]);
    for (const url of [adminUrl, ownerUrl]) {
      const withFirst = new URL(url);
      withFirst.password = first;
      await expect(queryAs(withFirst.href, 'select 1')).rejects.toThrow('password authentication failed');
    }
  });

  // Neither is the old password asked for again.
  await started({ programs: first, owner: 'second', superuser: 'third' }, ({ adminUrl }) =>
    queryAs(adminUrl, 'select 1'),
  );
});
