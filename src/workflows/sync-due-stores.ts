import { rootCause } from '@temporalio/common';
import { ApplicationFailure, isCancellation, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/activities';
import type { DueSweep, DueTotals } from '../model/freshness/due-sweep';
import { PLATFORMS, type Platform } from '../model/platform';
import { named } from './named';
import { DUE_STORES, DUE_SWEEP } from './retry-policies';

const { attendDueStores } = proxyActivities<Pick<Activities, 'attendDueStores'>>(DUE_STORES);

/**
 * Attends to the stores that are due: asks each whether there is news, and starts runs where there is, without waiting for
 * them. A platform has a step for itself, and all of them end before the next sweep is due: one that hangs holds up no other,
 * and the history has a few events however many stores there are.
 */
export async function SyncDueStoresWorkflow(): Promise<DueSweep> {
  const last = workflowInfo().lastResult as DueSweep | undefined;
  const sweep: DueSweep = { began_at: new Date().toISOString(), platforms: {} };
  const wasDown = isLongAfter(last, Date.now());
  const failures: string[] = [];

  async function attend(platform: Platform): Promise<void> {
    try {
      const totals = await named(platform, attendDueStores)({ platform, wasDown, forMs: DUE_SWEEP.forMs });
      sweep.platforms[platform] = totals satisfies DueTotals;
    } catch (error) {
      if (isCancellation(error)) throw error;
      failures.push(`${platform}: ${rootCause(error) ?? 'no reason was told'}`);
    }
  }

  await Promise.all(PLATFORMS.map(attend));
  if (failures.length > 0) {
    const message = `Not all due stores were attended to; the next sweep goes on with them (${failures.join('; ')})`;
    throw ApplicationFailure.nonRetryable(message, 'due_stores_left', sweep);
  }
  return sweep;
}

/** Whether no sweep ended well for so long before that runs were missed. Of none at all nothing is known. */
export function isLongAfter(last: DueSweep | undefined, now: number): boolean {
  return last !== undefined && now - Date.parse(last.began_at) > DUE_SWEEP.downAfterMs;
}
