import { randomBytes, randomUUID } from 'node:crypto';
import type { AuditAction } from '../../../src/logs/audit-log';
import { type AuditLog, listAllAuditLogs } from '../../../src/logs/list-audit-logs';
import { refusedAttempts } from '../../../src/logs/refused-attempts';
import { createLogger } from '../../../src/process/logger';
import { until } from '../../support/until';
import { type ApiWorld, apiWorld, OPERATOR_KEY, type TestTenant } from '../api-world';
import { asker } from '../ask';

let world: ApiWorld;
let tenant: TestTenant;

beforeAll(async () => {
  world = await apiWorld();
});
beforeEach(async () => {
  tenant = await world.tenant();
});
afterAll(() => world.close());

type Entry = AuditLog & { tenant_id: string | null; metadata: Record<string, unknown> };

const allOf = async (action: AuditAction): Promise<Entry[]> => {
  const { items } = await world.database.readSystem((sql) =>
    listAllAuditLogs(sql, { tenantId: null, limit: 1_000, after: null }),
  );
  return (items as Entry[]).filter((item) => item.action === action);
};

/** Written by and by: nobody who asks waits for it. */
const entryOf = (requestId: string | null) =>
  until('its entry', async () => (await allOf('request_refused')).find((entry) => entry.request_id === requestId));

const KEY = `cs_${'0'.repeat(12)}_${randomBytes(32).toString('base64url')}`;

describe('I8 a refused request', () => {
  const keyWith = async (scopes: string[]) =>
    (await world.operator(`POST /v1/tenants/${tenant.id}/api-keys`, { json: { name: 'narrow', scopes } })).body;

  it('with a wrong key is told to the tenant that it named, with the prefix of the key and no more', async () => {
    const headers = { 'x-tenant-id': tenant.id, 'x-tenant-api-key': KEY };
    const { headers: answered } = await world.ask('GET /v1/stores', { headers });

    expect(await entryOf(answered.get('x-request-id'))).toMatchObject({
      ...{ tenant_id: tenant.id, outcome: 'refused', address: '127.0.0.1' },
      actor: { kind: 'unknown', id: null, name: null },
      metadata: { reason: 'key_wrong', method: 'GET', route: '/v1/stores', key_prefix: 'cs_000000000000' },
    });
    const { text } = await tenant.ask('GET /v1/audit-logs');
    expect(text).toContain('"address":"127.0.0.1"');
    expect(text).not.toContain(KEY.slice(16));
  });

  it('with text that is no key of ours shows none of it', async () => {
    const headers = { 'x-tenant-id': tenant.id, 'x-tenant-api-key': 'hunter2-hunter2' };
    const { headers: answered } = await world.ask('GET /v1/stores', { headers });

    const entry = await entryOf(answered.get('x-request-id'));
    expect(entry.metadata).toEqual({ reason: 'key_wrong', method: 'GET', route: '/v1/stores' });
  });

  it('that lacks a scope names the key that was used', async () => {
    const { id, key } = await keyWith(['catalog:view']);
    const ask = asker(world.url, { 'x-tenant-id': tenant.id, 'x-tenant-api-key': key });
    const { headers } = await ask('POST /v1/catalog/sync/woocommerce');

    expect(await entryOf(headers.get('x-request-id'))).toMatchObject({
      tenant_id: tenant.id,
      actor: { kind: 'api_key', id, name: 'narrow' },
      metadata: { reason: 'scope_missing', scope: 'integrations:manage' },
    });
  });

  it('of an inactive tenant, and with a tenant’s key where the operator’s is due, is told to the tenant', async () => {
    const wrongRoute = await tenant.ask('GET /v1/tenants');
    await world.operator(`PATCH /v1/tenants/${tenant.id}`, { json: { is_active: false } });
    const inactive = await tenant.ask('GET /v1/stores');

    for (const [{ headers }, reason] of [
      [wrongRoute, 'no_operator_key'],
      [inactive, 'tenant_inactive'],
    ] as const) {
      expect(await entryOf(headers.get('x-request-id'))).toMatchObject({ tenant_id: tenant.id, metadata: { reason } });
    }
  });

  it('with a wrong operator’s key is told to operators alone, whatever tenant it named', async () => {
    const wrong = `${OPERATOR_KEY}!`;
    const { headers } = await world.ask('GET /v1/stores', {
      headers: { 'x-operator-key': wrong, 'x-tenant-id': tenant.id },
    });

    const entry = await entryOf(headers.get('x-request-id'));
    expect(entry).toMatchObject({
      tenant_id: null,
      metadata: { reason: 'operator_key_wrong', tenant_named: tenant.id },
    });
    expect(JSON.stringify(await allOf('request_refused'))).not.toContain(wrong);
    expect((await tenant.ask('GET /v1/audit-logs')).text).not.toContain('operator_key_wrong');
  });

  it('for a tenant that never was is told to operators, with the id that was named', async () => {
    const nobody = randomUUID();
    const attempts = attemptsAt();
    attempts.note(attemptOf({ tenantId: nobody }));
    await attempts.close();

    const [entry] = await allOf('request_refused');
    expect(entry).toMatchObject({ tenant_id: null, metadata: { reason: 'key_wrong', tenant_named: nobody } });
  });

  it('without any key is no attempt', async () => {
    const before = (await allOf('request_refused')).length;
    const { headers } = await world.ask('GET /v1/stores', { headers: { 'x-tenant-id': tenant.id } });
    const { headers: later } = await world.ask('GET /v1/stores', {
      headers: { 'x-tenant-id': tenant.id, 'x-tenant-api-key': KEY },
    });

    await entryOf(later.get('x-request-id'));
    const entries = await allOf('request_refused');
    expect(entries.length).toBe(before + 1);
    expect(entries.map((entry) => entry.request_id)).not.toContain(headers.get('x-request-id'));
  });
});

it('I8 tells of a store that could not be connected where it was, and nothing of its key', async () => {
  const credentials = {
    store_url: 'http://127.0.0.1:1/ck_in_the_path?consumer_key=ck_in_the_query',
    consumer_key: 'ck_of_the_store',
    consumer_secret: 'cs_of_the_store',
  };
  const json = { platform: 'woocommerce', credentials };
  expect((await tenant.ask('POST /v1/stores', { json })).status).toBe(422);

  const reply = await until('its entry', async () => {
    const reply = await tenant.ask('GET /v1/audit-logs');
    return reply.body.items.length > 0 && reply;
  });
  expect(reply.body.items).toMatchObject([
    {
      ...{ action: 'store_connect_failed', outcome: 'failed', actor: { name: 'First key' }, address: '127.0.0.1' },
      metadata: { platform: 'woocommerce', host: '127.0.0.1:1', reason: 'unavailable' },
    },
  ]);
  expect(reply.text).not.toMatch(/c[ks]_/);
});

let clock = 0;
const attemptsAt = () =>
  refusedAttempts(
    { database: world.database, log: createLogger({ logLevel: 'silent', logFormat: 'json' }, []) },
    () => clock,
  );

const attemptOf = (more: { address?: string; tenantId?: string | null; kind?: string } = {}) => {
  const { address = '203.0.113.9', tenantId = null, kind = 'key_wrong' } = more;
  return {
    action: 'request_refused' as const,
    ...{ kind, block: address, tenantId, metadata: { reason: 'key_wrong' } },
    actor: { kind: 'unknown', id: null, name: null, address, requestId: randomUUID() },
  };
};

const countOfRows = async () => {
  const { rows } = await world.database.readSystem(
    (sql) => sql<{ count: number }>`select count(*)::int as count from audit_logs where action = 'request_refused'`,
  );
  return rows[0]?.count ?? 0;
};

describe('a flood of refused requests', () => {
  it('of one address is one entry with their number, and a longer time begins', async () => {
    const attempts = attemptsAt();
    const before = await countOfRows();
    for (let time = 0; time < 5_000; time += 1) attempts.note(attemptOf({ tenantId: tenant.id }));
    const entry = await until('the first', async () => (await tenant.ask('GET /v1/audit-logs')).body.items[0]);
    expect(entry.metadata).toEqual({ reason: 'key_wrong' });

    clock += 60_000;
    attempts.look();
    const told = await until('their number', async () => {
      const [item] = (await tenant.ask('GET /v1/audit-logs')).body.items;
      return item.metadata.attempts && item;
    });
    expect(told).toMatchObject({ id: entry.id, metadata: { attempts: 5_000, last_at: expect.any(String) } });

    for (let time = 0; time < 10; time += 1) attempts.note(attemptOf({ tenantId: tenant.id }));
    clock += 60_000;
    attempts.look();
    await attempts.close();
    const [second] = (await tenant.ask('GET /v1/audit-logs')).body.items;
    expect(second.metadata.attempts).toBe(10);
    expect(await countOfRows()).toBe(before + 4);
  });

  it('of many addresses, kinds and tenants fills no table', async () => {
    const attempts = attemptsAt();
    const before = await countOfRows();
    for (let place = 0; place < 40; place += 1) {
      attempts.note(attemptOf({ address: '203.0.113.1', tenantId: randomUUID() }));
    }
    for (let place = 0; place < 5_000; place += 1) {
      attempts.note(attemptOf({ address: `198.51.${place >> 8}.${place & 255}` }));
    }
    await attempts.close();

    // 10 of the first address and one for all else of it, 289 of other addresses, one for all beyond; numbers of the two.
    expect(await countOfRows()).toBe(before + 11 + 289 + 1 + 2);
    const joined = (await allOf('request_refused')).filter(({ metadata }) => 'attempts' in metadata);
    expect(joined.map(({ metadata, address }) => [address, metadata.attempts])).toEqual(
      expect.arrayContaining([
        ['203.0.113.1', 30],
        [null, 5_000 - 289],
      ]),
    );
  });

  it('is told by its number when the database was away at first', async () => {
    const attempts = refusedAttempts({
      database: failingOnce(),
      log: createLogger({ logLevel: 'silent', logFormat: 'json' }, []),
    });
    const address = '192.0.2.77';
    for (let time = 0; time < 3; time += 1) attempts.note(attemptOf({ address }));
    await attempts.close();

    const entries = (await allOf('request_refused')).filter((entry) => entry.address === address);
    expect(entries).toMatchObject([{ metadata: { attempts: 3 }, outcome: 'refused' }]);
  });
});

function failingOnce(): typeof world.database {
  let failed = false;
  return {
    ...world.database,
    withSystem: async (work) => {
      if (failed) return world.database.withSystem(work);
      failed = true;
      throw new Error('the database is away');
    },
  };
}
