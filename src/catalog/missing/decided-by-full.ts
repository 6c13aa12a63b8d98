import type { TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';

/** `confirmed`: somebody has to decide about it. `kept`: somebody did. */
export interface DecidedByFull {
  external_id: string;
  state: 'confirmed' | 'kept';
}

/**
 * Those of the ids that the store's full run found gone and the brake held, for a decision that is still to come or was to
 * keep them, and that nobody saw alive since: no lesser run switches them off past it. Of the last full run that read the
 * store whole and of later ones: the next one asks again.
 */
export async function decidedByFull(
  sql: TenantSql,
  storeId: string,
  externalIds: readonly string[],
): Promise<DecidedByFull[]> {
  if (externalIds.length === 0) return [];
  const { rows } = await sql<DecidedByFull>`
    with full_run as materialized (
      select r.id, r.queued_at from sync_runs r
       where r.tenant_id = ${sql.tenantId}::uuid and r.store_id = ${storeId}::uuid and r.mode = 'full' and not r.dry_run
         and r.status not in ('failed', 'cancelled')
         and r.queued_at >= coalesce((
               select last.queued_at
                 from stores s
                 join sync_runs last on last.tenant_id = s.tenant_id and last.id = s.read_run
                where s.tenant_id = ${sql.tenantId}::uuid and s.id = ${storeId}::uuid), '-infinity')
    ),
    decided as materialized (
      select asked.external_id, m.state, m.observation
        from unnest(${externalIds}::text[]) asked(external_id)
       cross join lateral (
         select m.state, m.observation
           from full_run
           join missing_products m on m.tenant_id = ${sql.tenantId}::uuid and m.run_id = full_run.id
                                  and m.external_id = asked.external_id
          order by full_run.queued_at desc
          limit 1) m
       cross join lateral (
         select p.observation from products p
          where p.tenant_id = ${sql.tenantId}::uuid and p.store_id = ${storeId}::uuid
            and p.external_id = asked.external_id and p.is_active
          limit 1) p
       where m.state in ('confirmed', 'kept') and p.observation <= m.observation
    ),
    seen as materialized (
      select each.external_id, max(later.observation) as observation
        from sync_pages later, unnest(later.external_ids || later.rejected_ids) each(external_id)
       where later.tenant_id = ${sql.tenantId}::uuid and later.store_id = ${storeId}::uuid
         and later.observation > (select min(observation) from decided)
         and each.external_id <> all(later.off_ids)
       group by each.external_id
    )
    select decided.external_id, decided.state
      from decided
      left join seen on seen.external_id = decided.external_id
     where coalesce(seen.observation <= decided.observation, true)`;
  return rows;
}

/**
 * Leaves what a full run's decision is about to that, of those that a lesser run confirmed: what somebody decided to keep is
 * kept here, too. Answers those that are still to be decided.
 */
export async function leaveDecided(sql: TenantSql, run: RunReference): Promise<string[]> {
  const { rows } = await sql<{ external_id: string }>`
    select external_id from missing_products
     where tenant_id = ${run.tenantId}::uuid and run_id = ${run.id}::uuid and state = 'confirmed'`;
  const decided = await decidedByFull(
    sql,
    run.storeId,
    rows.map((row) => row.external_id),
  );
  const idsOf = (state: DecidedByFull['state']) =>
    decided.filter((each) => each.state === state).map((each) => each.external_id);
  await sql`
    update missing_products set state = 'kept'
     where tenant_id = ${run.tenantId}::uuid and run_id = ${run.id}::uuid and state = 'confirmed'
       and external_id = any(${idsOf('kept')}::text[])`;
  return idsOf('confirmed');
}
