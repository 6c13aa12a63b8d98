import { connectDatabase, type Database } from '../../src/database/database';
import type { SystemSql } from '../../src/database/sql';
import { createApiKey, listApiKeys, type NewApiKey, revokeApiKey, rotateApiKey } from '../../src/tenants/api-keys';
import { authenticateOperator } from '../../src/tenants/authenticate-operator';
import { authenticateTenant } from '../../src/tenants/authenticate-tenant';
import { createTenant } from '../../src/tenants/create-tenant';
import { createOperator, type NewOperator, revokeOperator, rotateOperator } from '../../src/tenants/operators';
import { createTestDatabase, queryAs, type TestDatabase } from '../support/test-database';

let testDatabase: TestDatabase;
let database: Database;
let tenantId: string;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = connectDatabase(testDatabase.url);
});
beforeEach(async () => {
  await queryAs(testDatabase.ownerUrl, 'truncate tenants, operators cascade');
  const created = await database.withSystem((sql) => createTenant(sql, { name: 'Acme' }));
  tenantId = created.kind === 'created' ? created.tenant.id : '';
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

const system = <Result>(work: (sql: SystemSql) => Promise<Result>) => database.withSystem(work);

async function newKey(sql: SystemSql, expiresAt?: string): Promise<NewApiKey> {
  const key = await createApiKey(sql, { tenantId, name: 'feed', scopes: ['catalog:view'], expiresAt });
  if (key === null) throw new Error('there is no tenant');
  return key;
}

async function newOperator(sql: SystemSql, name = 'anna'): Promise<NewOperator> {
  const made = await createOperator(sql, { name });
  if (made.kind !== 'created') throw new Error(made.kind);
  return made.operator;
}

/** In the transaction at hand, whose clock stands still. */
async function isGood(sql: SystemSql, key: string): Promise<boolean> {
  await sql`select set_config('app.tenant_id', ${tenantId}::text, true)`;
  return (await authenticateTenant(Object.assign(sql, { tenantId, news: [] }), key)).kind === 'tenant';
}

const isGoodOperator = async (sql: SystemSql, key: string) =>
  (await authenticateOperator(sql, key)).kind === 'operator';

describe('an API key', () => {
  it.each([
    ['-1 microsecond', false],
    ['0', false],
    ['1 microsecond', true],
  ])('that expires %s from now is good: %s', async (distance, good) => {
    await system(async (sql) => {
      const { id, key } = await newKey(sql);
      await sql`update api_keys set expires_at = now() + ${distance}::interval where id = ${id}::uuid`;
      expect(await isGood(sql, key)).toBe(good);
    });
  });

  it('stays good for the overlap when it is rotated, and not a moment longer', async () => {
    await system(async (sql) => {
      const old = await newKey(sql);
      const rotated = await rotateApiKey(sql, { tenantId, keyId: old.id, overlapSeconds: 3_600 });
      if (rotated.kind !== 'rotated') throw new Error(rotated.kind);

      expect(rotated.key).toMatchObject({ name: 'feed', scopes: ['catalog:view'], expiresAt: null });
      expect([await isGood(sql, old.key), await isGood(sql, rotated.key.key)]).toEqual([true, true]);
      const { rows } = await sql`
        select expires_at - now() = interval '1 hour' as to_the_point from api_keys where id = ${old.id}::uuid`;
      expect(rows).toEqual([{ to_the_point: true }]);
    });
  });

  it('ends at once when it is rotated without an overlap', async () => {
    await system(async (sql) => {
      const old = await newKey(sql);
      await rotateApiKey(sql, { tenantId, keyId: old.id, overlapSeconds: 0 });
      expect(await isGood(sql, old.key)).toBe(false);
    });
  });

  it('does not live longer for being rotated', async () => {
    const soon = new Date(Date.now() + 60_000).toISOString();
    const old = await system((sql) => newKey(sql, soon));
    const rotated = await system((sql) => rotateApiKey(sql, { tenantId, keyId: old.id, overlapSeconds: 86_400 }));
    expect(rotated).toMatchObject({ kind: 'rotated', oldExpiresAt: new Date(soon) });
  });

  it('gives its lifetime on to the one that replaces it, unless that is said', async () => {
    await system(async (sql) => {
      const lifetimeOf = async (id: string) => {
        const { rows } = await sql`
          select (expires_at - created_at)::text as lifetime from api_keys where id = ${id}::uuid`;
        return rows[0]?.lifetime;
      };
      const keyId = (await newKey(sql)).id;
      await sql`
        update api_keys set created_at = now() - interval '80 days', expires_at = now() + interval '10 days'
         where id = ${keyId}::uuid`;
      const first = await rotateApiKey(sql, { tenantId, keyId, overlapSeconds: 0 });
      if (first.kind !== 'rotated') throw new Error(first.kind);
      expect(await lifetimeOf(first.key.id)).toBe('90 days');

      const second = await rotateApiKey(sql, { tenantId, keyId: first.key.id, overlapSeconds: 0, expiresAt: null });
      expect(second).toMatchObject({ kind: 'rotated', key: { expiresAt: null } });
    });
  });

  it('is rotated once, however many ask at once', async () => {
    const { id } = await system(newKey);
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => system((sql) => rotateApiKey(sql, { tenantId, keyId: id, overlapSeconds: 60 }))),
    );

    const rotated = outcomes.flatMap((outcome) => (outcome.kind === 'rotated' ? outcome.key.id : []));
    expect(rotated).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind !== 'rotated')).toEqual(
      Array(4).fill({ kind: 'rotated_before', replacedBy: rotated[0] }),
    );
  });

  it('is not rotated when it is revoked, expired or another tenant’s', async () => {
    const other = await system((sql) => createTenant(sql, { name: 'Other' }));
    const [revoked, expired, own] = [await system(newKey), await system(newKey), await system(newKey)];
    await system((sql) => revokeApiKey(sql, { tenantId, keyId: revoked.id }));
    await system((sql) => sql`update api_keys set expires_at = now() where id = ${expired.id}::uuid`);
    const otherId = other.kind === 'created' ? other.tenant.id : '';

    for (const [owner, { id }] of [
      [tenantId, revoked],
      [tenantId, expired],
      [otherId, own],
    ] as const) {
      const outcome = await system((sql) => rotateApiKey(sql, { tenantId: owner, keyId: id, overlapSeconds: 60 }));
      expect(outcome).toEqual({ kind: 'not_found' });
    }
  });

  it('takes those that it replaced along when it is revoked, and the one that replaced it not', async () => {
    const chain = [await system(newKey)];
    for (let turn = 0; turn < 2; turn += 1) {
      const keyId = chain.at(-1)?.id ?? '';
      const rotated = await system((sql) => rotateApiKey(sql, { tenantId, keyId, overlapSeconds: 3_600 }));
      if (rotated.kind === 'rotated') chain.push(rotated.key);
    }
    const good = () => system(async (sql) => Promise.all(chain.map(({ key }) => isGood(sql, key))));
    expect(await good()).toEqual([true, true, true]);

    await system((sql) => revokeApiKey(sql, { tenantId, keyId: chain[0]?.id ?? '' }));
    expect(await good()).toEqual([false, true, true]);
    await system((sql) => revokeApiKey(sql, { tenantId, keyId: chain[2]?.id ?? '' }));
    expect(await good()).toEqual([false, false, false]);
  });

  it('is listed newest first, each exactly once, with what became of it', async () => {
    for (let number = 0; number < 5; number += 1) await system(newKey);
    const ids: string[] = [];
    let after: string[] | null = null;
    do {
      const page = await system((sql) => listApiKeys(sql, { tenantId, after, limit: 2 }));
      ids.push(...page.items.map(({ id }) => id));
      after = page.next;
    } while (after !== null);

    expect(ids).toHaveLength(6); // with the tenant's first one
    expect(new Set(ids).size).toBe(6);
  });
});

describe('an operator', () => {
  it.each([
    ['0', false],
    ['1 microsecond', true],
  ])('whose key expires %s from now is known: %s', async (distance, good) => {
    await system(async (sql) => {
      const { id, key } = await newOperator(sql);
      await sql`update operators set expires_at = now() + ${distance}::interval where id = ${id}::uuid`;
      expect(await isGoodOperator(sql, key)).toBe(good);
    });
  });

  it('has one name, which is free again when the operator is revoked', async () => {
    const anna = await system((sql) => newOperator(sql));
    expect(await system((sql) => createOperator(sql, { name: 'anna' }))).toEqual({ kind: 'name_taken' });
    expect(await system((sql) => createOperator(sql, { name: 'operator' }))).toEqual({ kind: 'name_taken' });

    await system((sql) => revokeOperator(sql, { id: anna.id, hasOtherWay: true }));
    expect(await system((sql) => createOperator(sql, { name: 'anna' }))).toMatchObject({ kind: 'created' });
  });

  it('keeps the name over a rotation, and is revoked with both keys', async () => {
    const anna = await system((sql) => newOperator(sql));
    const rotated = await system((sql) => rotateOperator(sql, { id: anna.id, overlapSeconds: 3_600 }));
    if (rotated.kind !== 'rotated') throw new Error(rotated.kind);
    const keys = [anna.key, rotated.key.key];
    const known = () => system((sql) => Promise.all(keys.map((key) => authenticateOperator(sql, key))));
    expect(await known()).toMatchObject([{ name: 'anna' }, { name: 'anna' }]);

    await system((sql) => revokeOperator(sql, { id: rotated.key.id, hasOtherWay: true }));
    expect(await known()).toEqual([{ kind: 'refused' }, { kind: 'refused' }]);
  });

  it('cannot be revoked as the last way in, also not where two revoke each other at once', async () => {
    const [anna, ben] = await system(async (sql) => [await newOperator(sql, 'anna'), await newOperator(sql, 'ben')]);
    const outcomes = await Promise.all(
      [anna, ben].map((each) => system((sql) => revokeOperator(sql, { id: each?.id ?? '', hasOtherWay: false }))),
    );

    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['last_way_in', 'revoked']);
  });

  it('whose key has expired is no way in', async () => {
    const [anna, ben] = await system(async (sql) => [await newOperator(sql, 'anna'), await newOperator(sql, 'ben')]);
    await system((sql) => sql`update operators set expires_at = now() where id = ${ben?.id}::uuid`);

    expect(await system((sql) => revokeOperator(sql, { id: anna?.id ?? '', hasOtherWay: false }))).toEqual({
      kind: 'last_way_in',
    });
    expect(await system((sql) => revokeOperator(sql, { id: ben?.id ?? '', hasOtherWay: false }))).toMatchObject({
      kind: 'revoked',
    });
  });
});
