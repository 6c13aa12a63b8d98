import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { connectDatabase, type Database } from '../../src/database/database';
import { createTenant } from '../../src/tenants/create-tenant';
import { type KeptKey, notingLastUse } from '../../src/tenants/last-use';
import { createOperator } from '../../src/tenants/operators';
import { asSuperuser, createTestDatabase, type TestDatabase } from '../support/test-database';

let testDatabase: TestDatabase;
let database: Database;
let admin: Client;
let keys: KeptKey[];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = connectDatabase(testDatabase.url);
  admin = new Client({ connectionString: asSuperuser(testDatabase.url) });
  await admin.connect();
});
beforeEach(async () => {
  await admin.query('truncate tenants, operators cascade');
  keys = await database.withSystem(async (sql): Promise<KeptKey[]> => {
    const tenant = await createTenant(sql, { name: 'Acme' });
    const operator = await createOperator(sql, { name: 'anna' });
    if (tenant.kind !== 'created' || operator.kind !== 'created') throw new Error('not created');
    return [
      { kind: 'api_key', id: tenant.apiKey.id, tenantId: tenant.tenant.id },
      { kind: 'operator', id: operator.operator.id },
    ];
  });
});
afterAll(async () => {
  await admin.end();
  await database.close();
  await testDatabase.drop();
});

const TABLES = { api_key: 'api_keys', operator: 'operators' } as const;

/** Notes, and waits for what nobody waits for otherwise. */
function noting(more: { clock?: () => number; mostKeys?: number } = {}) {
  const written: Promise<unknown>[] = [];
  const failures: unknown[] = [];
  const withSystem: Database['withSystem'] = (work) => {
    const writing = database.withSystem(work);
    written.push(writing.catch(() => undefined));
    return writing;
  };
  const note = notingLastUse({ withSystem }, { onFailure: (error) => failures.push(error), ...more });
  return {
    failures,
    statements: () => written.length,
    async note(key: KeptKey) {
      note(key);
      await Promise.all(written);
    },
  };
}

async function lastUse({ kind, id }: KeptKey): Promise<string | null> {
  const { rows } = await admin.query(`select last_used_at::text as at from ${TABLES[kind]} where id = $1`, [id]);
  return rows[0].at;
}

const usedAgo = ({ kind, id }: KeptKey, ago: string) =>
  admin.query(`update ${TABLES[kind]} set last_used_at = now() - $2::interval where id = $1`, [id, ago]);

it('writes when a key was used, and no more than once a minute', async () => {
  let now = 0;
  const { note, statements } = noting({ clock: () => now });
  for (const key of keys) {
    await note(key);
    expect(await lastUse(key)).not.toBeNull();
  }
  for (const at of [1, 59_999]) {
    now = at;
    for (const key of keys) await note(key);
  }
  expect(statements()).toBe(2);

  now = 60_000;
  for (const key of keys) await note(key);
  expect(statements()).toBe(4);
});

it('leaves what another process wrote within the minute', async () => {
  for (const key of keys) {
    await usedAgo(key, '30 seconds');
    const before = await lastUse(key);
    await noting().note(key);
    expect(await lastUse(key)).toBe(before);

    await usedAgo(key, '60 seconds');
    const earlier = await lastUse(key);
    await noting().note(key);
    expect(await lastUse(key)).not.toBe(earlier);
  }
});

it('waits for nobody who holds the key’s row', async () => {
  const holder = new Client({ connectionString: asSuperuser(testDatabase.url) });
  await holder.connect();
  try {
    await holder.query('begin');
    for (const { kind } of keys) await holder.query(`select from ${TABLES[kind]} for update`);
    for (const key of keys) {
      await noting().note(key);
      expect(await lastUse(key)).toBeNull();
    }
  } finally {
    await holder.end();
  }
});

it('tells a failure, once a minute', async () => {
  let now = 0;
  const { note, failures } = noting({ clock: () => now });
  const broken: KeptKey = { kind: 'operator', id: 'no uuid' };
  await note(broken);
  await note(broken);
  expect(failures).toHaveLength(1);
  now = 60_000;
  await note(broken);
  expect(failures).toHaveLength(2);
});

it('remembers a bounded number of keys, the latest ones', async () => {
  const { note, statements } = noting({ clock: () => 0, mostKeys: 2 });
  const [first, second, third] = Array.from({ length: 3 }, (): KeptKey => ({ kind: 'operator', id: randomUUID() }));
  for (const key of [first, second, third, third, second]) if (key) await note(key);
  expect(statements()).toBe(3);
  if (first) await note(first);
  expect(statements()).toBe(4);
});
