import { onlyRow, type TenantSql } from '../../database/sql';

/** Of a store's pending hints. */
export interface LeftHints {
  /** Runs that claimed some a while ago, whether they are under way or not. */
  claimedBy: string[];
  /** Some may be taken up at once. */
  hasTakable: boolean;
  /** Some wait for a run that reads what changed, and no such run is under way, or wanted and due. */
  hasLeftStorm: boolean;
}

/** A claim of a batch is settled in seconds, or its store is slow: longer ones are asked about. */
const CLAIMED_FOR_SECONDS = 60;

export async function whatIsLeft(sql: TenantSql, storeId: string): Promise<LeftHints> {
  const { rows } = await sql<LeftHints>`
    select coalesce(array_agg(distinct hint.claimed_by)
                      filter (where hint.claimed_at < now() - make_interval(secs => ${CLAIMED_FOR_SECONDS}::int)),
                    '{}') as "claimedBy",
           count(*) filter (where hint.claimed_by is null and hint.held_by is null
                              and coalesce(hint.read_again_at <= now(), true)) > 0 as "hasTakable",
           count(*) filter (where hint.held_by = 'storm') > 0
             and not exists (select from sync_runs run
                              where run.tenant_id = ${sql.tenantId}::uuid and run.store_id = ${storeId}::uuid
                                and run.finished_at is null and run.status in ('queued', 'running', 'paused')
                                and run.mode <> 'refresh' and not run.dry_run)
             and not exists (select from stores store
                              where store.tenant_id = ${sql.tenantId}::uuid and store.id = ${storeId}::uuid
                                and store.full_wanted_at <= now()) as "hasLeftStorm"
      from webhook_events hint
     where hint.tenant_id = ${sql.tenantId}::uuid and hint.store_id = ${storeId}::uuid and hint.state = 'pending'`;
  return onlyRow(rows);
}
