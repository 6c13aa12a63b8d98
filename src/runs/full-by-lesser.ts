import { onlyRow, type TenantSql } from '../database/sql';
import type { RunReference } from '../model/run-reference';
import { bringFullForward } from '../stores/freshness/full-wanted';
import { noteBraked } from './approval';

/** Within so many hours of a decision to keep what is gone, nobody is asked again before the full run's own time. */
const DECIDED_FOR_HOURS = 24;

/**
 * What the brake holds of a run that may ask nobody: products say so, and the store's full run, which asks, does not wait
 * for its time. Once until it was decided: not while a full run waits for somebody's decision, whose products keep their
 * doubt, and not within a day of a decision to keep them.
 */
export async function askByFullRun(sql: TenantSql, run: RunReference): Promise<void> {
  const { rows } = await sql<{ waits: boolean; was_decided: boolean }>`
    select coalesce(bool_or(status = 'awaiting_approval'), false) as waits,
           coalesce(bool_or(status <> 'awaiting_approval'), false) as was_decided
      from sync_runs
     where tenant_id = ${run.tenantId}::uuid and store_id = ${run.storeId}::uuid and mode = 'full' and not dry_run
       and (status = 'awaiting_approval'
            or (finished_at > now() - make_interval(hours => ${DECIDED_FOR_HOURS}::int)
                and problems @> '[{"type": "rejected_by_operator"}]'))`;
  const { waits, was_decided: wasDecided } = onlyRow(rows);
  if (waits) return;
  await noteBraked(sql, run);
  if (wasDecided) return;
  await bringFullForward(sql, run.storeId, `The brake held what run ${run.id} would have switched off.`);
}

/**
 * A lesser run met a change that looks like damage: a full run tells more, before the next lesser one. Unless the last one
 * met it, too: then it is for a person to accept.
 */
export async function lookByFullRun(sql: TenantSql, run: RunReference): Promise<void> {
  const { rows } = await sql<{ error_type: string | null }>`
    select error_type from sync_runs
     where tenant_id = ${run.tenantId}::uuid and store_id = ${run.storeId}::uuid and mode between 'full' and 'full' and not dry_run
       and finished_at is not null
     order by mode desc, queued_at desc
     limit 1`;
  if (rows[0]?.error_type === 'suspicious_change') return;
  await bringFullForward(sql, run.storeId, `Run ${run.id} met a change that looks like damage.`);
}
