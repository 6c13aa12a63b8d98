import type { TenantSql } from '../../database/sql';
import type { RunReference } from '../../model/run-reference';
import { countSetAside } from './count-set-aside';

/**
 * After a page was merged: its unreadable products are set aside (I7), unless a newer look could read them (I12), and
 * those that were aside and merged now leave the list. A product stays on it as one row, however many runs meet it;
 * `tries` counts the runs, not the looks of one: a listing may show a product twice.
 */
export async function settleRejected(sql: TenantSql, run: RunReference, batchId: string, page: number): Promise<void> {
  await sql`
    with staged as materialized (
      select observation, rejected from staged_pages
       where tenant_id = ${run.tenantId}::uuid and batch_id = ${batchId}::uuid and page = ${page}::int
    ),
    merged as (
      update rejected_products aside set closed_at = now()
        from sync_pages merged
       where merged.tenant_id = ${run.tenantId}::uuid and merged.run_id = ${run.id}::uuid
         and merged.batch_id = ${batchId}::uuid and merged.page = ${page}::int
         and aside.tenant_id = merged.tenant_id and aside.store_id = merged.store_id and aside.closed_at is null
         and aside.observation <= merged.observation and aside.external_id = any(merged.external_ids)
         and not aside.external_id = any(merged.rejected_ids)
    )
    insert into rejected_products as aside (
      tenant_id, store_id, external_id, run_id, title, reason, path, message, payload, observation)
    select ${run.tenantId}::uuid, ${run.storeId}::uuid, r.external_id, ${run.id}::uuid,
           (array_agg(r.title))[1], (array_agg(r.reason))[1], (array_agg(r.path))[1], (array_agg(r.message))[1],
           (array_agg(r.payload))[1], staged.observation
      from staged, jsonb_to_recordset(staged.rejected::jsonb)
           as r(external_id text, title text, reason text, path text, message text, payload text)
     where not exists (
             select from sync_pages later
              where later.tenant_id = ${run.tenantId}::uuid and later.store_id = ${run.storeId}::uuid
                and later.observation > staged.observation and later.lean is null
                and r.external_id = any(later.external_ids))
     group by r.external_id, staged.observation
     order by r.external_id
    on conflict (tenant_id, store_id, external_id) do update set
      run_id = excluded.run_id, title = excluded.title, reason = excluded.reason, path = excluded.path,
      message = excluded.message, payload = excluded.payload, observation = excluded.observation,
      tries = case when aside.closed_at is not null then 1
                   when aside.run_id = excluded.run_id then aside.tries
                   else aside.tries + 1 end,
      first_seen_at = case when aside.closed_at is null then aside.first_seen_at else now() end,
      last_seen_at = now(), closed_at = null
     where aside.observation < excluded.observation`;
  await countSetAside(sql, run);
}
