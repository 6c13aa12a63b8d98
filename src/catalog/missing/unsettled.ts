import { type SqlPart, sqlPart } from '../../database/sql';
import { hasWaited } from '../rejected/has-waited';

/**
 * The suspects of a store that runs left without a clear answer since it was last read whole, and those that were confirmed
 * in a run which ended before it switched them off, where they have waited long enough: a full run finds them missing again
 * by itself. `besides`: a run whose own suspects do not count.
 */
export const unsettled = (tenantId: string, storeId: string, besides: string | null): SqlPart => sqlPart`
  (select known.external_id, known.product_id
     from (
       select m.external_id, m.product_id, count(*) as tries, max(coalesce(m.checked_at, r.started_at)) as last_at,
              (array_agg(m.state order by r.queued_at desc))[1] as state,
              (array_agg(r.status order by r.queued_at desc))[1] as ended
         from missing_products m
         join sync_runs r on r.tenant_id = m.tenant_id and r.id = m.run_id
         join stores s on s.tenant_id = r.tenant_id and s.id = r.store_id
        where m.tenant_id = ${tenantId}::uuid and r.store_id = ${storeId}::uuid
          and r.id is distinct from ${besides}::uuid
          and not r.dry_run and (s.read_at is null or r.started_at >= s.read_at)
        group by m.external_id, m.product_id) known
    where (known.state in ('suspect', 'unclear') or (known.state = 'confirmed' and known.ended in ('failed', 'cancelled')))
      and ${hasWaited(sqlPart`known.last_at`, sqlPart`known.tries`)})`;
