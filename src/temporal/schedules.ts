import { setTimeout as wait } from 'node:timers/promises';
import { ScheduleNotFoundError, type ScheduleOptions, ScheduleOverlapPolicy } from '@temporalio/client';
import { PLATFORMS, type Platform } from '../model/platform';
import {
  LOOK_AFTER_ALERTS_ID,
  LOOK_AFTER_WEBHOOKS_ID,
  MAINTENANCE_ID,
  SYNC_DUE_STORES_ID,
  syncAllStoresId,
} from '../model/workflow-ids';
import type { SyncAllStoresInput } from '../model/workflow-inputs';
import type { TemporalClient } from './connect-client';

export const scheduleId = (platform: Platform) => `sync-all-${platform}` as const;

/** Those that may be told to act. */
export const SCHEDULE_IDS: readonly string[] = [
  ...PLATFORMS.map(scheduleId),
  SYNC_DUE_STORES_ID,
  LOOK_AFTER_WEBHOOKS_ID,
  LOOK_AFTER_ALERTS_ID,
];

/** Every schedule of ours that may exist. */
export const EVERY_SCHEDULE_ID: readonly string[] = [...SCHEDULE_IDS, MAINTENANCE_ID];

/** What an installation has from `npm run schedules`. */
export function everySchedule(taskQueue: string): ScheduleOptions[] {
  const daily = PLATFORMS.map((platform) => dailyFullSync(platform, taskQueue));
  return [...daily, ...[dueStores, webhooksLook, alertsLook, hourlyMaintenance].map((schedule) => schedule(taskQueue))];
}

/**
 * A full sync of a platform's stores, once a day at a time of its own within the hour after 02:00 UTC. A sweep that
 * still runs is not overtaken, and one that was missed by more than an hour waits for the next day: the default would
 * make up for a whole year.
 */
export function dailyFullSync(platform: Platform, taskQueue: string): ScheduleOptions {
  const input: SyncAllStoresInput = { platform, mode: 'full', trigger: 'schedule' };
  return {
    scheduleId: scheduleId(platform),
    spec: { calendars: [{ hour: 2, comment: 'daily' }], jitter: '1 hour' },
    action: {
      type: 'startWorkflow',
      workflowType: 'SyncAllStoresWorkflow',
      workflowId: syncAllStoresId(platform),
      taskQueue,
      args: [input],
      staticSummary: `All ${platform} stores: full sync`,
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 hour' },
  };
}

/**
 * Every five minutes the stores that are due. A sweep is over by then; one that cannot go on, as its worker's code does not
 * fit, must not hold up the next ones for ever. What was missed is not made up for: stores stay due.
 */
export function dueStores(taskQueue: string): ScheduleOptions {
  return {
    scheduleId: SYNC_DUE_STORES_ID,
    spec: { intervals: [{ every: '5 minutes' }] },
    action: {
      type: 'startWorkflow',
      workflowType: 'SyncDueStoresWorkflow',
      workflowId: SYNC_DUE_STORES_ID,
      taskQueue,
      args: [],
      workflowExecutionTimeout: '10 minutes',
      staticSummary: 'Due stores',
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
  };
}

/** Each minute what stores told and nobody took up. */
export const webhooksLook = (taskQueue: string): ScheduleOptions =>
  eachMinute(LOOK_AFTER_WEBHOOKS_ID, 'LookAfterWebhooksWorkflow', taskQueue, 'Webhooks');

/** Each minute what is wrong with stores. */
const alertsLook = (taskQueue: string): ScheduleOptions =>
  eachMinute(LOOK_AFTER_ALERTS_ID, 'LookAfterAlertsWorkflow', taskQueue, 'Alerts');

/**
 * A look is over by the next minute; like a sweep over due stores, one that cannot go on must not hold up the next ones, and
 * what was missed is not made up for.
 */
function eachMinute(id: string, workflowType: string, taskQueue: string, staticSummary: string): ScheduleOptions {
  return {
    scheduleId: id,
    spec: { intervals: [{ every: '1 minute' }] },
    action: {
      type: 'startWorkflow',
      workflowType,
      workflowId: id,
      taskQueue,
      args: [],
      workflowExecutionTimeout: '2 minutes',
      staticSummary,
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '10 seconds' },
  };
}

/** The hourly look after runs that were ended from outside, and at what was kept long enough. */
export function hourlyMaintenance(taskQueue: string): ScheduleOptions {
  return {
    scheduleId: MAINTENANCE_ID,
    spec: { intervals: [{ every: '1 hour' }], jitter: '5 minutes' },
    action: {
      type: 'startWorkflow',
      workflowType: 'MaintenanceWorkflow',
      workflowId: MAINTENANCE_ID,
      taskQueue,
      args: [],
      staticSummary: 'Maintenance',
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 hour' },
  };
}

export type Triggered =
  | { kind: 'not_found' }
  | { kind: 'started'; workflowId: string; runId: string }
  /** Its last sweep still runs. */
  | { kind: 'skipped' }
  /** It was told to, and has not said yet what it did. */
  | { kind: 'told' };

const LOOK_MS = 100;
const LOOKS = 20;

/** Lets a schedule act now, unless its last sweep still runs, and looks for a moment what it did. */
export async function triggerSchedule(temporal: TemporalClient, id: string): Promise<Triggered> {
  const look = () => temporal.ask(async (client) => (await client.schedule.getHandle(id).describe()).info);
  try {
    const before = await look();
    await temporal.ask((client) => client.schedule.getHandle(id).trigger(ScheduleOverlapPolicy.SKIP));
    for (let looks = 0; looks < LOOKS; looks += 1) {
      const { numActionsTaken, numActionsSkippedOverlap, recentActions } = await look();
      const last = recentActions.at(-1);
      if (numActionsTaken > before.numActionsTaken && last) {
        const { workflowId, firstExecutionRunId: runId } = last.action.workflow;
        return { kind: 'started', workflowId, runId };
      }
      if (numActionsSkippedOverlap > before.numActionsSkippedOverlap) return { kind: 'skipped' };
      await wait(LOOK_MS);
    }
    return { kind: 'told' };
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return { kind: 'not_found' };
    throw error;
  }
}
