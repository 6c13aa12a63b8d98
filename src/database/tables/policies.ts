import { type SQL, sql } from 'drizzle-orm';
import { type AnyPgColumn, type PgPolicy, pgPolicy } from 'drizzle-orm/pg-core';

type Verb = 'select' | 'insert' | 'update' | 'delete';

/**
 * A tenant's rows, and nothing else, in a transaction that `withTenant` opened (I9).
 *
 * The setting is read in a sub-select, so that the plan reads it once and not for every row. On a pooled connection
 * it is `''` after another tenant's transaction, and `''::uuid` raises: hence `nullif`.
 */
export function tenantPolicy(table: string, tenantId: AnyPgColumn, verbs: 'select' | 'all' = 'all'): PgPolicy {
  const own = sql`${tenantId} = (select nullif(current_setting('app.tenant_id', true), '')::uuid)`;
  return verbs === 'select'
    ? pgPolicy(`${table}_tenant`, { for: 'select', using: own })
    : pgPolicy(`${table}_tenant`, { for: 'all', using: own, withCheck: own });
}

/** Where operators have rows of their own among those of tenants: what `withSystem` may do, with no tenant's. */
export function operatorsPolicy(table: string, tenantId: AnyPgColumn): PgPolicy {
  const own = sql`${tenantId} is null and (select current_setting('app.scope', true) = 'system')`;
  return pgPolicy(`${table}_operators`, { for: 'all', using: own, withCheck: own });
}

/** Rows that nothing else ever deletes: they go with their tenant, once nobody writes for it any more. */
export function deletionPolicy(table: string, isOfClosedTenant: SQL): PgPolicy {
  return pgPolicy(`${table}_deletion`, { for: 'delete', using: isOfClosedTenant });
}

/** Rows of no tenant, which are the operator's: in the system's scope alone. */
export function ownerlessPolicy(table: string, tenantId: AnyPgColumn): PgPolicy {
  const ownerless = sql`${tenantId} is null and (select current_setting('app.scope', true) = 'system')`;
  return pgPolicy(`${table}_ownerless`, { for: 'all', using: ownerless, withCheck: ownerless });
}

const IS_SYSTEM = sql`(select current_setting('app.scope', true) = 'system')`;

/**
 * What `withSystem` may do with a table, verb by verb: no tenant's request ever runs in that scope.
 *
 * The comparison stands inside of the sub-select: outside, the planner took it to hide 199 of 200 rows, and sorted all
 * runs of all tenants where an index has them in order.
 */
export function systemPolicies(table: string, ...verbs: Verb[]): PgPolicy[] {
  return verbs.map((verb) =>
    pgPolicy(`${table}_system_${verb}`, {
      for: verb,
      ...(verb === 'insert' ? {} : { using: IS_SYSTEM }),
      ...(verb === 'insert' || verb === 'update' ? { withCheck: IS_SYSTEM } : {}),
    }),
  );
}

/** The system counts some rows of a table of which it sees no others. */
export function countingPolicy(table: string, isCounted: SQL): PgPolicy {
  return pgPolicy(`${table}_system_counts`, { for: 'select', using: sql`${IS_SYSTEM} and ${isCounted}` });
}
