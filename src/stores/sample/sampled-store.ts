import type { TenantSql } from '../../database/sql';
import { Freshness } from '../freshness/settings';

/** A store whose sample is due, as it stands now. */
export interface SampledStore {
  freshness: Freshness;
  /** The last run that read it whole. */
  readRun: string;
  /** Why it is not the time for it; null: it is quiet. */
  unquiet: 'held' | 'under_way' | 'hints' | null;
}

/** A store that tells of something all the time is sampled beside that, once its last sample is so old. */
const PUT_OFF_FOR_HOURS = 48;

/** null where no sample of it is due any more. */
export async function readSampledStore(sql: TenantSql, storeId: string): Promise<SampledStore | null> {
  const { rows } = await sql<SampledStore & { freshness: unknown }>`
    select s.freshness, s.read_run as "readRun",
           case when s.held_until > now() then 'held'
                when exists (select from sync_runs r
                              where r.tenant_id = s.tenant_id and r.store_id = s.id and r.finished_at is null
                                and r.status in ('queued', 'running', 'paused') and r.mode <> 'refresh' and not r.dry_run)
                then 'under_way'
                when exists (select from webhook_events e
                              where e.tenant_id = s.tenant_id and e.store_id = s.id and e.state = 'pending'
                                and e.held_by is null)
                 and coalesce((s.sample ->> 'at')::timestamptz, s.read_at, s.created_at)
                     > now() - make_interval(hours => ${PUT_OFF_FOR_HOURS}::int)
                then 'hints' end as unquiet
      from stores s
     where s.tenant_id = ${sql.tenantId}::uuid and s.id = ${storeId}::uuid
       and s.read_run is not null and s.paused_at is null and s.status = 'active'
       and coalesce(s.sample_due_at <= now(), true)`;
  const [row] = rows;
  return row === undefined ? null : { ...row, freshness: Freshness.parse(row.freshness) };
}
