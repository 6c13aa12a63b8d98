import type { SystemSql, TenantSql } from '../database/sql';
import type { AlertFacts, AlertKind, SolvedWhy } from '../model/alerts/alert-kinds';
import { WRONG_NOW } from './what-is-wrong';

/** What alerts have to become: open, with other facts, or solved. */
export interface AlertChange {
  change: 'open' | 'renew' | 'solve';
  tenantId: string;
  storeId: string;
  kind: AlertKind;
  facts: AlertFacts | null;
  solvedWhy: SolvedWhy | null;
}

/** One look asks for so many: an outage of everything is worked off in some minutes. */
const MOST = 20_000;

/**
 * Where what is wrong now differs from what is open. One statement over all tenants, which reads and says nothing but states: what
 * a crash left undone is found by the next look, and nothing has to be written down where things go wrong.
 */
export async function alertChanges(sql: SystemSql): Promise<AlertChange[]> {
  const { rows } = await sql<AlertChange>`
    with wrong as materialized (${WRONG_NOW}),
    open as materialized (
      select a.tenant_id, a.store_id, a.kind, a.facts
        from alerts a
        join tenants t on t.id = a.tenant_id and t.is_active and t.deletion_asked_at is null
       where a.solved_at is null)
    select case when o.kind is null then 'open' when w.kind is null then 'solve' else 'renew' end as change,
           coalesce(w.tenant_id, o.tenant_id) as "tenantId", coalesce(w.store_id, o.store_id) as "storeId",
           coalesce(w.kind, o.kind) as kind, w.facts,
           case when w.kind is null
                then (select case when s.status = 'disconnected' then 'disconnected'
                                  when s.paused_at is not null then 'paused' else 'right_again' end
                        from stores s where s.tenant_id = o.tenant_id and s.id = o.store_id) end as "solvedWhy"
      from wrong w
      full join open o on o.tenant_id = w.tenant_id and o.store_id = w.store_id and o.kind = w.kind
     where (o.kind is null and w.opens) or w.kind is null or w.facts <> o.facts
     order by 2
     limit ${MOST}::int`;
  return rows;
}

/** Writes a tenant's changes. Each is asked for again by what it changes, so that repeating it, or two looks at once, do no harm. */
export async function writeAlertChanges(sql: TenantSql, changes: readonly AlertChange[]): Promise<void> {
  const { tenantId } = sql;
  const given = JSON.stringify(changes.map(({ tenantId: _, ...change }) => change));
  await sql`
    with given as (
      select * from jsonb_to_recordset(${given}::jsonb)
               as each (change text, "storeId" uuid, kind text, facts jsonb, "solvedWhy" text)),
    changed as (
      update alerts a
         set facts = coalesce(g.facts, a.facts), solved_why = g."solvedWhy",
             solved_at = case when g.change = 'solve' then now() end
        from given g
       where a.tenant_id = ${tenantId}::uuid and a.store_id = g."storeId" and a.kind = g.kind and a.solved_at is null
         and g.change in ('renew', 'solve'))
    insert into alerts (tenant_id, store_id, kind, facts)
    select ${tenantId}::uuid, "storeId", kind, facts from given where change = 'open'
        on conflict do nothing`;
}
