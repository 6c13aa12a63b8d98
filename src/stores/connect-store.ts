import { randomUUID } from 'node:crypto';
import type { TenantSql } from '../database/sql';
import type { Platform } from '../model/platform';
import type { StoreProblem } from '../platforms/problem';
import type { StoreFacts, StoreSurroundings } from '../platforms/store-platform';
import type { AccessDependencies } from './open-store-access';
import { type Store, type StoreRow, storeOf } from './store';

export interface ConnectDependencies extends AccessDependencies {
  surroundings: StoreSurroundings;
}

export interface ConnectRequest {
  tenantId: string;
  platform: Platform;
  /** Absent: the store's own name, or its address. */
  name?: string | undefined;
  /** As the platform's schema read them. */
  credentials: unknown;
}

export type ConnectedStore = { kind: 'connected'; store: Store; created: boolean } | StoreProblem;

/**
 * Tries the credentials, then keeps them sealed. The same address of the same tenant is the same store: it gets the
 * new credentials and is active again, and everything else that is known of it stays. Starts no sync.
 */
export async function connectStore(
  { database, sealer, platforms, surroundings }: ConnectDependencies,
  { tenantId, platform, name, credentials }: ConnectRequest,
): Promise<ConnectedStore> {
  const storePlatform = platforms[platform];
  const outcome = await storePlatform.connect(credentials, surroundings);
  if (outcome.kind !== 'connected') return outcome;

  const tried: TriedStore = {
    platform,
    address: storePlatform.address(outcome.credentials),
    name: name ?? null,
    facts: outcome.facts,
    seal: (storeId) => sealer.seal({ tenantId, storeId, purpose: 'credentials' }, outcome.credentials),
  };
  return database.withTenant(tenantId, async (sql) => {
    const created = await insertStore(sql, tried);
    const store = created ?? (await reconnectStore(sql, tried));
    return { kind: 'connected', store, created: created !== null };
  });
}

interface TriedStore {
  platform: Platform;
  address: string;
  name: string | null;
  facts: StoreFacts;
  seal(storeId: string): Buffer;
}

/** null when the tenant has the store already. The id is made here, because the credentials are sealed for it. */
async function insertStore(
  sql: TenantSql,
  { platform, address, name, facts, seal }: TriedStore,
): Promise<Store | null> {
  const id = randomUUID();
  const { rows } = await sql<StoreRow>`
    insert into stores (tenant_id, id, platform, address, name, sealed_credentials, identity, currency, product_count, abilities)
    values (${sql.tenantId}::uuid, ${id}::uuid, ${platform}::text, ${address}::text,
            ${name ?? facts.name ?? address}::text, ${seal(id)}::bytea, ${facts.identity}::text,
            ${facts.currency}::text, ${facts.productCount}::int, ${JSON.stringify(facts.abilities)}::jsonb)
        on conflict (tenant_id, platform, address) do nothing
    returning *`;
  return rows[0] === undefined ? null : storeOf(rows[0]);
}

async function reconnectStore(sql: TenantSql, { platform, address, name, facts, seal }: TriedStore): Promise<Store> {
  const existing = await sql<{ id: string }>`
    select id
      from stores
     where tenant_id = ${sql.tenantId}::uuid and platform = ${platform}::text and address = ${address}::text`;
  const [found] = existing.rows;
  if (found === undefined) throw new Error(`the store at ${address} exists and cannot be read`);

  const { rows } = await sql<StoreRow>`
    update stores
       set sealed_credentials = ${seal(found.id)}::bytea,
           credentials_version = credentials_version + 1,
           name = coalesce(${name}::text, name),
           identity = ${facts.identity}::text,
           currency = ${facts.currency}::text,
           product_count = ${facts.productCount}::int,
           abilities = ${JSON.stringify(facts.abilities)}::jsonb,
           status = 'active',
           status_detail = null,
           updated_at = now()
     where tenant_id = ${sql.tenantId}::uuid
       and id = ${found.id}::uuid
    returning *`;
  const [row] = rows;
  if (row === undefined) throw new Error(`store ${found.id} is gone while it is connected again`);
  return storeOf(row);
}
