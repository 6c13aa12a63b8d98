import { connectDatabase } from '../../../src/database/database';
import { type Sql, sqlPart } from '../../../src/database/sql';
import { writeAuditLog } from '../../../src/logs/audit-log';
import { writeWebhookLog } from '../../../src/logs/webhook-log';
import { SCOPES, type Scope } from '../../../src/model/scopes';
import { syncProductsId } from '../../../src/model/workflow-ids';
import { createApiKey, revokeApiKey, rotateApiKey } from '../../../src/tenants/api-keys';
import { createOperator, revokeOperator, rotateOperator } from '../../../src/tenants/operators';
import type { ApiWorld } from '../../api/api-world';
import { insertChanges, insertProduct, insertStore } from '../../api/rows';
import { asOwner } from '../../support/test-database';
import type { Cast, Party } from './wrong-callers';

/** Stands in each text of the victim's, and in no request. */
export const MARK = 'nobody-elses-business';

export interface Victim {
  cast: Cast;
  store: string;
  /** Under way in Temporal, though nobody works on it. */
  run: string;
  product: string;
  keyId: string;
  operatorId: string;
  channel: string;
  endpoint: string;
  delivery: string;
  /** Everything that is the victim's in the database, but for what is written about those who ask. */
  rows(): Promise<Record<string, unknown[]>>;
  /** How much happened to the run in Temporal. */
  historyLength(): Promise<number>;
}

/** A tenant with something in every table that the API reads, beside one that has nothing and one that is off. */
export async function plantVictim(world: ApiWorld): Promise<Victim> {
  const { database } = world;
  const victim = await partyOf(world, `${MARK} Ltd`);
  const neighbour = await partyOf(world, 'Neighbour');
  const asleep = await partyOf(world, 'Asleep');
  await insertStore(database, asleep.id);
  await world.operator(`PATCH /v1/tenants/${asleep.id}`, { json: { is_active: false } });

  const store = await insertStore(database, victim.id, { address: `https://${MARK}.example` });
  const owner = { tenantId: victim.id, storeId: store };
  const product = await insertProduct(database, owner, { externalId: '1', sku: MARK, title: MARK, description: MARK });
  await insertChanges(database, owner, [{ productId: product, after: MARK }]);
  const { body } = await world.ask('POST /v1/catalog/sync/woocommerce', {
    headers: { 'x-tenant-id': victim.id, 'x-tenant-api-key': victim.key },
  });
  await plantRunRows(world, { ...owner, run: body.run_id, product });
  const headers = { 'x-tenant-id': victim.id, 'x-tenant-api-key': victim.key };
  const slack = { kind: 'slack', url: `https://hooks.slack.com/${MARK}` };
  const channel = await world.ask('POST /v1/alert-channels', { headers, json: slack });
  const receiver = { url: `https://${MARK}.example`, events: ['sync.failed'] };
  const endpoint = await world.ask('POST /v1/event-endpoints', { headers, json: receiver });
  const delivery = await world.ask(`POST /v1/event-endpoints/${endpoint.body.id}/test`, { headers });
  const { keyId, ...keys } = await keysOf(world, victim.id);
  const { operatorId, ...operators } = await operatorsOf(world);

  const workflow = () =>
    world.temporal.ask((client) => client.workflow.getHandle(syncProductsId('woocommerce', store)).describe());
  return {
    cast: { victim, neighbour, asleep, ...keys, operators },
    store,
    run: body.run_id,
    product,
    keyId,
    operatorId,
    channel: channel.body.id,
    endpoint: endpoint.body.id,
    delivery: delivery.body.id,
    rows: () => rowsOfTenant(world.databaseUrl, victim.id),
    historyLength: async () => (await workflow()).historyLength,
  };
}

async function partyOf(world: ApiWorld, name: string): Promise<Party> {
  const { id, headers } = await world.tenant(name);
  return { id, key: headers['x-tenant-api-key'] ?? '' };
}

async function plantRunRows(
  { database }: ApiWorld,
  { tenantId, storeId, run, product }: { tenantId: string; storeId: string; run: string; product: string },
): Promise<void> {
  await database.withTenant(tenantId, async (sql) => {
    await sql`update stores set name = ${MARK}::text where tenant_id = ${tenantId}::uuid`;
    await sql`
      insert into rejected_products (tenant_id, store_id, external_id, run_id, title, reason, path, message, payload,
                                     observation)
      values (${tenantId}::uuid, ${storeId}::uuid, '2', ${run}::uuid, ${MARK}::text, 'price_unreadable', 'price',
              ${MARK}::text, ${JSON.stringify(MARK)}::text, 1)`;
    await sql`
      insert into missing_products (tenant_id, run_id, external_id, product_id, state)
      values (${tenantId}::uuid, ${run}::uuid, '1', ${product}::uuid, 'suspect')`;
    await sql`
      insert into run_differences (tenant_id, run_id, external_id, kind, title, fields)
      values (${tenantId}::uuid, ${run}::uuid, '3', 'created', ${MARK}::text, '[]')`;
    await writeWebhookLog(sql, {
      provider: 'woocommerce',
      event: 'product_sync',
      status: 'success',
      payload: { note: MARK },
      processingMs: 1,
      storeId,
      runId: run,
    });
    const actor = { kind: 'api_key', id: MARK, name: MARK, address: MARK, requestId: null } as const;
    await writeAuditLog(sql, { tenantId, action: 'tenant_updated', actor, metadata: { note: MARK } });
  });
}

async function keysOf({ database }: ApiWorld, tenantId: string) {
  return database.withSystem(async (sql) => {
    const keyWith = async (scopes: readonly Scope[], expiresAt?: string) => {
      const made = await createApiKey(sql, { tenantId, name: MARK, scopes, expiresAt });
      if (made === null) throw new Error('the tenant is gone');
      return made;
    };
    const scoped: Partial<Record<Scope, string>> = {};
    for (const scope of SCOPES) scoped[scope] = (await keyWith([scope])).key;
    const revoked = await keyWith(SCOPES);
    await revokeApiKey(sql, { tenantId, keyId: revoked.id });
    const replaced = await keyWith(SCOPES);
    await rotateApiKey(sql, { tenantId, keyId: replaced.id, overlapSeconds: 0 });
    return {
      scoped: scoped as Record<Scope, string>,
      revoked: revoked.key,
      replaced: replaced.key,
      expired: (await keyWith(SCOPES, LONG_AGO)).key,
      keyId: (await keyWith(SCOPES)).id,
    };
  });
}

async function operatorsOf({ database }: ApiWorld) {
  return database.withSystem(async (sql) => {
    const operatorOf = async (name: string, expiresAt?: string) => {
      const made = await createOperator(sql, { name, expiresAt });
      if (made.kind !== 'created') throw new Error(`${name}: ${made.kind}`);
      return made.operator;
    };
    const good = await operatorOf('good');
    const revoked = await operatorOf('revoked');
    await revokeOperator(sql, { id: revoked.id, hasOtherWay: true });
    const replaced = await operatorOf('replaced');
    await rotateOperator(sql, { id: replaced.id, overlapSeconds: 0 });
    const expired = await operatorOf('expired', LONG_AGO);
    return {
      operatorId: good.id,
      good: good.key,
      revoked: revoked.key,
      replaced: replaced.key,
      expired: expired.key,
    };
  });
}

const LONG_AGO = '2020-01-01T00:00:00Z';

/** What is written about those who ask: refused attempts, and when a key was last used. */
const ABOUT_CALLERS = { tables: ['audit_logs'], column: 'last_used_at' };

/** As the owner, who may see every column. */
async function rowsOfTenant(databaseUrl: string, tenantId: string): Promise<Record<string, unknown[]>> {
  const owner = connectDatabase(asOwner(databaseUrl), { connections: 1 });
  try {
    return await owner.withTenant(tenantId, (sql) => rowsSeen(sql, tenantId));
  } finally {
    await owner.close();
  }
}

async function rowsSeen(sql: Sql, tenantId: string): Promise<Record<string, unknown[]>> {
  const { rows: tables } = await sql<{ name: string; column: string }>`
    select table_name::text as name, column_name::text as column
      from information_schema.columns
     where table_schema = 'public'
       and (column_name = 'tenant_id' or (table_name = 'tenants' and column_name = 'id'))
       and table_name <> all (${ABOUT_CALLERS.tables}::text[])
     order by 1`;
  const all: Record<string, unknown[]> = {};
  for (const { name, column } of tables) {
    const { rows } = await sql<{ row: unknown }>`
      select to_jsonb(t) - ${ABOUT_CALLERS.column}::text as row
        from ${identifier(name)} t
       where ${identifier(column)} = ${tenantId}::uuid
       order by 1`;
    all[name] = rows.map(({ row }) => row);
  }
  return all;
}

const identifier = (name: string) => sqlPart(Object.assign([`"${name}"`], { raw: [] }));
