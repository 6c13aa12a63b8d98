import { onlyRow, type SystemSql } from '../../database/sql';
import { SYNC_DUE_STORES_ID } from '../../model/workflow-ids';
import { isTaken, postToReceiver } from '../../platforms/http/post-to-receiver';
import { readSchedule } from '../../temporal/schedules/read-schedules';
import type { Watched } from './look-around';

/** Sweeps begin every five minutes and last four at most. */
const SWEPT_WITHIN_MS = 15 * 60_000;

/** Whether what nobody watches goes on, too: due stores are swept, and messages are taken up. */
export async function goesOn({ database, temporal }: Watched): Promise<boolean> {
  const sweeps = await readSchedule(temporal, SYNC_DUE_STORES_ID);
  const last = sweeps?.last ?? null;
  const isSwept =
    last !== null &&
    Date.now() - last.startedAt.getTime() < SWEPT_WITHIN_MS &&
    (last.status === 'completed' || last.status === 'running');
  return isSwept && !(await database.readSystem(hasLeftDelivery));
}

/** Its time has passed by ten minutes, and nobody tried it: a receiver that does not answer has a later time. */
async function hasLeftDelivery(sql: SystemSql): Promise<boolean> {
  const { rows } = await sql<{ left: boolean }>`
    select exists (select from alert_channels
                    where due_at < now() - interval '10 minutes'
                      and (tenant_id is null
                           or tenant_id in (select id from tenants where is_active and deletion_asked_at is null))) as left`;
  return onlyRow(rows).left;
}

/** A dead man's switch: whoever listens there is alarmed when nobody asks any more. Answers whether it took the question. */
export async function askDeadMan(
  address: string,
  { log, signal }: Pick<Watched, 'log'> & { signal: AbortSignal },
): Promise<boolean> {
  const request = { url: new URL(address), body: '', headers: {}, name: 'DEAD_MAN_URL', signal };
  const outcome = await postToReceiver(request, { allowPrivateStores: true, storePorts: [] });
  if (isTaken(outcome)) return true;
  const why = outcome.kind === 'answered' ? { status: outcome.status } : { reason: outcome.problem };
  log.warn(why, 'the dead man’s switch did not take the question; the next look asks again');
  return false;
}
