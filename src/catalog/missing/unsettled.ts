import { type SqlPart, sqlPart } from '../../database/sql';
import { hasWaited } from '../rejected/has-waited';

/**
 * The suspects of a store that runs left without a clear answer since it was last read whole, and those that were confirmed
 * in a run which did not switch them off: it ended before, or the brake held them of a lesser run, which asks nobody. Where
 * they have waited long enough: a full run finds them missing again by itself. `besides`: a run whose own suspects do not
 * count.
 */
export const unsettled = (tenantId: string, storeId: string, besides: string | null): SqlPart => sqlPart`
  (select known.external_id, known.product_id
     from (
       select m.external_id, m.product_id, count(*) as tries, max(coalesce(m.checked_at, r.started_at)) as last_at,
              (array_agg(m.state order by r.queued_at desc))[1] as state,
              (array_agg(r.status in ('failed', 'cancelled') or (r.mode <> 'full' and r.finished_at is not null)
                         order by r.queued_at desc))[1] as was_left
         from stores s
         join sync_runs r on r.tenant_id = s.tenant_id and r.store_id = s.id
                         -- By the index: none is queued for so long before it starts.
                         and r.queued_at >= (select coalesce(read_at, '-infinity') - interval '1 day' from stores
                                              where tenant_id = ${tenantId}::uuid and id = ${storeId}::uuid)
        cross join lateral (select * from missing_products m
                             where m.tenant_id = r.tenant_id and m.run_id = r.id
                            -- Run by run, by the key, whatever the planner thinks of their number.
                            offset 0) m
        where s.tenant_id = ${tenantId}::uuid and s.id = ${storeId}::uuid
          and r.id is distinct from ${besides}::uuid
          and not r.dry_run and (s.read_at is null or r.started_at >= s.read_at)
        group by m.external_id, m.product_id) known
    where (known.state in ('suspect', 'unclear') or (known.state = 'confirmed' and known.was_left))
      and ${hasWaited(sqlPart`known.last_at`, sqlPart`known.tries`)}
      and exists (select from products p
                   where p.tenant_id = ${tenantId}::uuid and p.id = known.product_id and p.is_active))`;
