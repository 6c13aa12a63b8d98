import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { connectDatabase, type Database } from '../../src/database/database';
import { allows, SCOPES } from '../../src/model/scopes';
import { createApiKey, revokeApiKey } from '../../src/tenants/api-keys';
import { authenticateTenant } from '../../src/tenants/authenticate-tenant';
import { type CreatedTenant, createTenant } from '../../src/tenants/create-tenant';
import { listTenants } from '../../src/tenants/list-tenants';
import { patchTenant } from '../../src/tenants/patch-tenant';
import { asSuperuser, createTestDatabase, queryAs, type TestDatabase } from '../support/test-database';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = connectDatabase(testDatabase.url);
});
afterEach(() => queryAs(testDatabase.ownerUrl, 'truncate tenants cascade'));
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

const create = (name: string, slug?: string) => database.withSystem((sql) => createTenant(sql, { name, slug }));

async function created(name: string): Promise<Extract<CreatedTenant, { kind: 'created' }>> {
  const answer = await create(name);
  if (answer.kind !== 'created') throw new Error(`${name}: ${answer.kind}`);
  return answer;
}

const authenticated = (tenantId: string, key: string) =>
  database.readTenant(tenantId, (sql) => authenticateTenant(sql, key));

describe('tenants', () => {
  it('get a slug made from the name, numbered when it is taken', async () => {
    const slugs: string[] = [];
    for (const name of ['Acme', 'ACME', 'acme!']) slugs.push((await created(name)).tenant.slug);

    expect(slugs).toEqual(['acme', 'acme-2', 'acme-3']);
  });

  it('get different slugs when many of one name are created at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => created('Acme')));

    expect(new Set(all.map(({ tenant }) => tenant.slug)).size).toBe(8);
  });

  it('keep a given slug, and refuse one that is taken', async () => {
    expect(await create('Acme', 'shop')).toMatchObject({ kind: 'created', tenant: { slug: 'shop' } });
    expect(await create('Other', 'shop')).toEqual({ kind: 'slug_taken' });
  });

  it('are listed newest first, each exactly once', async () => {
    await database.withSystem(async (sql) => {
      for (let number = 1; number <= 5; number += 1) await createTenant(sql, { name: `Tenant ${number}` });
    });
    await created('The last');

    const names: string[] = [];
    let after: string[] | null = null;
    do {
      const page = await database.withSystem((sql) => listTenants(sql, { after, limit: 2 }));
      names.push(...page.items.map((tenant) => tenant.name));
      after = page.next;
    } while (after !== null);

    expect(names[0]).toBe('The last');
    expect([...names].sort()).toEqual(['Tenant 1', 'Tenant 2', 'Tenant 3', 'Tenant 4', 'Tenant 5', 'The last']);
  });

  it('change only what is given', async () => {
    const { tenant } = await created('Acme');
    const patch = (changes: Parameters<typeof patchTenant>[2]) =>
      database.withSystem((sql) => patchTenant(sql, tenant.id, changes));

    expect(await patch({ isActive: false })).toEqual({ ...tenant, isActive: false });
    expect(await patch({ name: 'Acme & Co' })).toEqual({ ...tenant, name: 'Acme & Co', isActive: false });
    expect(await database.withSystem((sql) => patchTenant(sql, randomUUID(), { name: 'x' }))).toBeNull();
  });

  it('have a counter of their changes from the start', async () => {
    const { tenant } = await created('Acme');

    const { rows } = await database.withTenant(tenant.id, (sql) => sql`select last_seq from change_counters`);

    expect(rows).toEqual([{ last_seq: 0 }]);
  });
});

describe('API keys', () => {
  it('authenticate the tenant that they belong to, with their scopes', async () => {
    const { tenant, apiKey } = await created('Acme');

    expect(await authenticated(tenant.id, apiKey.key)).toEqual({
      kind: 'tenant',
      tenant: { id: tenant.id, name: 'Acme', slug: 'acme', isActive: true },
      key: { id: apiKey.id, name: apiKey.name, scopes: [...SCOPES] },
    });
  });

  it('I9 are refused alike when wrong, of another tenant, of an unknown one, revoked or no key at all', async () => {
    const { tenant, apiKey } = await created('Acme');
    const other = await created('Other');
    const revoked = await database.withSystem((sql) =>
      createApiKey(sql, { tenantId: tenant.id, name: 'old', scopes: ['catalog:view'] }),
    );
    const revoke = { tenantId: tenant.id, keyId: revoked?.id ?? '' };
    expect(await database.withSystem((sql) => revokeApiKey(sql, revoke))).toBe(true);
    expect(await database.withSystem((sql) => revokeApiKey(sql, revoke))).toBe(false);

    const wrongSecret = `${apiKey.key.slice(0, -1)}${apiKey.key.endsWith('A') ? 'B' : 'A'}`;
    for (const wrong of [
      { tenantId: tenant.id, key: wrongSecret },
      { tenantId: tenant.id, key: other.apiKey.key },
      { tenantId: other.tenant.id, key: apiKey.key },
      { tenantId: randomUUID(), key: apiKey.key },
      { tenantId: tenant.id, key: revoked?.key ?? '' },
      { tenantId: tenant.id, key: '' },
      { tenantId: tenant.id, key: `cs_000000000000_${'A'.repeat(43)}` },
    ]) {
      expect(await authenticated(wrong.tenantId, wrong.key)).toEqual({ kind: 'refused' });
    }
  });

  it('tell an inactive tenant', async () => {
    const { tenant, apiKey } = await created('Acme');
    await database.withSystem((sql) => patchTenant(sql, tenant.id, { isActive: false }));

    expect(await authenticated(tenant.id, apiKey.key)).toMatchObject({
      kind: 'tenant',
      tenant: { isActive: false },
    });
  });

  it('I8 stand nowhere in the database', async () => {
    const { apiKey } = await created('Acme');
    const secret = apiKey.key.split('_').slice(2).join('_');

    const client = new Client({ connectionString: asSuperuser(testDatabase.url) });
    await client.connect();
    try {
      const { rows } = await client.query('select api_keys::text as row, hash from api_keys');
      expect(rows).toHaveLength(1);
      expect(rows[0].row).not.toContain(secret);
      expect(rows[0].hash.includes(secret)).toBe(false);
    } finally {
      await client.end();
    }
  });

  it('are made for known tenants only, and revoked by their own tenant only', async () => {
    const acme = await created('Acme');
    const other = await created('Other');

    const forNobody = { tenantId: randomUUID(), name: 'key', scopes: SCOPES };
    expect(await database.withSystem((sql) => createApiKey(sql, forNobody))).toBeNull();
    const foreign = { tenantId: other.tenant.id, keyId: acme.apiKey.id };
    expect(await database.withSystem((sql) => revokeApiKey(sql, foreign))).toBe(false);
  });

  it('may view integrations when they may manage them, and nothing more than they were given', () => {
    expect(allows(['integrations:manage'], 'integrations:view')).toBe(true);
    expect(allows(['integrations:view'], 'integrations:manage')).toBe(false);
    expect(allows(['integrations:manage'], 'catalog:view')).toBe(false);
    expect(allows([], 'catalog:view')).toBe(false);
  });
});
