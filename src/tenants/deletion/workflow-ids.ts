import type { Database } from '../../database/database';
import type { TenantSql } from '../../database/sql';
import type { Platform } from '../../model/platform';
import {
  approveDeactivationId,
  deliverEventsId,
  dryRunProductsId,
  refreshHintsId,
  refreshProductsId,
  syncProductsId,
} from '../../model/workflow-ids';

/** Ids a look: they go into one question to Temporal. */
const IDS_A_LOOK = 100;

/** Those that a store's workflows run under, one of each at a time. */
const IDS_OF_STORE = [syncProductsId, dryRunProductsId, refreshProductsId, refreshHintsId];

/** Ids under which a tenant's workflows may run just now: of its stores, and of approvals of runs that are open. */
export function idsUnderWay(database: Database, tenantId: string): AsyncGenerator<string[]> {
  return idsOf(database, tenantId, { onlyOpen: true });
}

/** All ids that a tenant's workflows ever had. They hold ids of stores and runs: an attribute may be missing, these are not. */
export function idsEver(database: Database, tenantId: string): AsyncGenerator<string[]> {
  return idsOf(database, tenantId, { onlyOpen: false });
}

async function* idsOf(
  database: Database,
  tenantId: string,
  { onlyOpen }: { onlyOpen: boolean },
): AsyncGenerator<string[]> {
  for (let after: string | null = null; ; ) {
    const stores = await database.withClosedTenant(tenantId, (sql) => storesAfter(sql, after));
    after = stores.at(-1)?.id ?? null;
    if (after === null) break;
    yield stores.flatMap(({ platform, id }) => IDS_OF_STORE.map((idOf) => idOf(platform, id)));
  }
  const endpoints = await database.withClosedTenant(tenantId, endpointsOf);
  if (endpoints.length > 0) yield endpoints.map(deliverEventsId);
  for (let after: string | null = null; ; ) {
    const runs = await database.withClosedTenant(tenantId, (sql) => runsAfter(sql, after, onlyOpen));
    after = runs.at(-1) ?? null;
    if (after === null) break;
    yield runs.map(approveDeactivationId);
  }
}

/** A tenant has twenty at most. */
async function endpointsOf(sql: TenantSql): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from event_endpoints where tenant_id = ${sql.tenantId}::uuid`;
  return rows.map((row) => row.id);
}

async function storesAfter(sql: TenantSql, after: string | null) {
  const { rows } = await sql<{ id: string; platform: Platform }>`
    select id, platform from stores
     where tenant_id = ${sql.tenantId}::uuid and (${after}::uuid is null or id > ${after}::uuid)
     order by id
     limit ${Math.floor(IDS_A_LOOK / IDS_OF_STORE.length)}::int`;
  return rows;
}

/** Runs that may have waited for an approval: those that only look, or read a few products again, never do. */
async function runsAfter(sql: TenantSql, after: string | null, onlyOpen: boolean): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from sync_runs
     where tenant_id = ${sql.tenantId}::uuid and mode = 'full' and not dry_run
       and (${after}::uuid is null or id > ${after}::uuid)
       and (finished_at is null or not ${onlyOpen}::boolean)
     order by id
     limit ${IDS_A_LOOK}::int`;
  return rows.map((row) => row.id);
}
