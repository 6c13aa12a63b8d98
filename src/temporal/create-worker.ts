import {
  type NativeConnection,
  Worker,
  type WorkerOptions,
  type WorkerTuner,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { deliveriesQueue } from '../model/workflow-ids';
import type { ActivityPlaces, PlaceLimits } from './activity-places';

export interface WorkerParts {
  connection: NativeConnection;
  namespace: string;
  /** The service's; that for deliveries has its name from it. */
  taskQueue: string;
  /** By their names. */
  activities: object;
  /** Built ahead in production; tests bundle the sources once. */
  workflowBundle: WorkflowBundleOption;
  /** Only tests give a worker in their own process more, as they cannot do without what it has in hand. */
  shutdownForceTime?: number;
  /** The same that its activities wait for. */
  places: ActivityPlaces;
}

/**
 * Activity slots: the merge's CPU in PostgreSQL is the first limit, and 2–4 merges side by side fill two cores. More
 * slots serve slow stores, which hold one each while they are asked. Fewer than the pool's connections would idle it.
 */
export const ACTIVITY_SLOTS = 10;

/**
 * Of a process. Three places are what a neighbour's sync needs. Of tasks that wait for their turn there are no more than are
 * done within the quarter of an hour that each has, should every request of theirs take its 30 s: the rest waits in
 * Temporal, which gives each tenant its turn.
 */
export const PLACES: PlaceLimits = { atWork: ACTIVITY_SLOTS, leftToOthers: 3, always: 2, taken: 110 };

const LIMITS = {
  // Never 0: without the cache a step costs 217 ms. An idle run takes 0.17 MB here.
  maxCachedWorkflows: 500,
  workflowTaskPollerBehavior: { type: 'simple-maximum', maximum: 5 },
  activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 5 },
  // A cancelled run learns of it by its next heartbeat: seconds, not the 12 that 0.8 of the time-out would be.
  maxHeartbeatThrottleInterval: '3 seconds',
  // SIGTERM: activities may finish their page, then they are cancelled and another worker goes on.
  shutdownGraceTime: '5 seconds',
  shutdownForceTime: '10 seconds',
} as const satisfies Partial<WorkerOptions>;

/** Of deliveries: most of them wait for an answer, up to 15 s each, and cost nothing meanwhile. */
const DELIVERY_SLOTS = 50;

/** A worker for all workflows and activities but deliveries. It runs until `shutdown`, and then ends within 15 s. */
export async function createWorker({ places, ...parts }: WorkerParts): Promise<Worker> {
  return Worker.create({ ...LIMITS, tuner: tunerWith(places), ...parts });
}

/**
 * The worker beside it, of the same process: of workflows that deliver, and their activities. Its workflows are cached
 * apart, so that a thousand endpoints that are told something push no sync out of the cache.
 */
export async function createDeliveriesWorker(parts: Omit<WorkerParts, 'places'>): Promise<Worker> {
  return Worker.create({
    ...LIMITS,
    maxCachedWorkflows: 200,
    maxConcurrentActivityTaskExecutions: DELIVERY_SLOTS,
    ...parts,
    taskQueue: deliveriesQueue(parts.taskQueue),
  });
}

/** Local activities and Nexus are not used. */
function tunerWith({ supplier }: ActivityPlaces): WorkerTuner {
  return {
    workflowTaskSlotSupplier: { type: 'fixed-size', numSlots: 40 },
    activityTaskSlotSupplier: supplier,
    localActivityTaskSlotSupplier: { type: 'fixed-size', numSlots: 1 },
    nexusTaskSlotSupplier: { type: 'fixed-size', numSlots: 1 },
  };
}
