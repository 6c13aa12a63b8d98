import { proxyActivities, setCurrentDetails, sleep } from '@temporalio/workflow';
import type { Activities } from '../activities/activities';
import type { DeleteTenantInput } from '../model/workflow-inputs';
import { named } from './named';
import { DELETION } from './retry-policies';

const { endTenantWork, closeTenant, forgetHistories, deleteTenantRows } =
  proxyActivities<Pick<Activities, 'endTenantWork' | 'closeTenant' | 'forgetHistories' | 'deleteTenantRows'>>(DELETION);

/** Numbers alone, by table: this history stays until the namespace's retention time is over. */
export interface DeletedTenant {
  /** null: it was gone already. */
  rows: Record<string, number> | null;
  /** Histories that Temporal still showed, or does not let us delete. */
  historiesLeft: number;
}

/** Between two looks. */
const WAITS = { firstMs: 500, growth: 1.5, longestMs: 30_000 } as const;

/** What was asked to end and has not by then is terminated: after some two minutes. */
const CANCELLED_LOOKS = 12;

/** Temporal deletes in the background; what it shows after a quarter of an hour, its retention time takes. */
const HISTORY_LOOKS = 40;

/**
 * Deletes a tenant that is marked for it: what runs for it ends, then nobody writes for it any more, then its histories
 * go, by ids that its rows hold, and its rows last.
 */
export async function DeleteTenantWorkflow({ tenantId }: DeleteTenantInput): Promise<DeletedTenant> {
  for (let look = 0; ; look++) {
    const how = look < CANCELLED_LOOKS ? 'cancel' : 'terminate';
    setCurrentDetails('what runs for the tenant is ended');
    const { open } = await named(how, endTenantWork)({ tenantId, how });
    if (open === 0) break;
    await waitBefore(look);
  }
  const rows = await named('nobody writes for it any more', closeTenant)({ tenantId });
  const historiesLeft = await forgetAll(tenantId);
  setCurrentDetails('its rows are deleted');
  if (rows !== null) await named('all tables', deleteTenantRows)({ tenantId, counts: rows });
  return { rows, historiesLeft };
}

async function forgetAll(tenantId: string): Promise<number> {
  setCurrentDetails('its histories are deleted');
  for (let look = 0; ; look++) {
    const { found, allowed } = await named('histories', forgetHistories)({ tenantId });
    if (found === 0 || !allowed || look === HISTORY_LOOKS) return found;
    await waitBefore(look);
  }
}

const waitBefore = (look: number) => sleep(Math.min(WAITS.firstMs * WAITS.growth ** look, WAITS.longestMs));
