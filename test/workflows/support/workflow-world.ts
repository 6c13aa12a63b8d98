import { randomUUID } from 'node:crypto';
import {
  type WorkflowClient,
  WorkflowFailedError,
  type WorkflowHandle,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { ActivityFailure, ApplicationFailure, CancelledFailure, ChildWorkflowFailure } from '@temporalio/common';
import { Runtime } from '@temporalio/worker';
import { STORE_PATIENCE } from '../../../src/activities/dependencies';
import { approveDeactivationId, syncProductsId } from '../../../src/model/workflow-ids';
import type {
  ApproveDeactivationInput,
  SyncAllStoresInput,
  SyncProductsInput,
} from '../../../src/model/workflow-inputs';
import { QUIET_RUNTIME } from '../../support/quiet-runtime';
import { UNEVENTFUL } from './answers';
import { type Fakes, type Script, scriptOf } from './script';
import { startTimeSkipping, TASK_QUEUE } from './time-skipping';

type End =
  | { status: 'completed'; result: unknown }
  | { status: 'failed'; type: string | null | undefined; message: string }
  | { status: 'cancelled' };

/** A workflow that was started. */
export interface Execution {
  workflowId: string;
  /** First execution run id. */
  runId: string;
  handle: WorkflowHandle;
  /** Waits for its end. No time is skipped: a workflow that waits for a timer would be waited for in vain. */
  end(): Promise<End>;
  /** Waits for its end, and skips the time until the next timer whenever no worker has anything in hand. */
  endInSkippedTime(): Promise<End>;
  /** What the Web UI's search says of it. */
  runStatus(): Promise<unknown>;
}

/** The workflows on a server that skips time, with activities that a test scripts. The tests of a file share it. */
export interface WorkflowWorld {
  /** Begins a test: its activities answer so; those that it leaves out have nothing to tell. */
  script(fakes?: Partial<Fakes>): Script;
  sync(input?: Partial<SyncProductsInput>): Promise<Execution>;
  approval(input?: Partial<ApproveDeactivationInput>): Promise<Execution>;
  sweep(input?: Partial<SyncAllStoresInput>): Promise<Execution>;
  start(workflowType: string, workflowId: string, args: unknown[]): Promise<Execution>;
  find(workflowId: string, runId?: string): WorkflowHandle;
  /** Lets time go by. */
  skip(ms: number): Promise<void>;
  /** Ends a test, and whatever it left running. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function startWorkflowWorld(): Promise<WorkflowWorld> {
  Runtime.install(QUIET_RUNTIME);
  let script = scriptOf(UNEVENTFUL);
  const names = Object.keys(UNEVENTFUL) as (keyof Fakes)[];
  const activities = Object.fromEntries(
    names.map((name) => [name, (...input: unknown[]) => script.perform(name, input)]),
  );
  let server = await startTimeSkipping(activities);
  const started = new Set<string>();
  let awaitedNow = 0;
  const awaited = async (handle: WorkflowHandle) => {
    awaitedNow += 1;
    const end = await endOf(handle);
    awaitedNow -= 1;
    return end;
  };

  const start: WorkflowWorld['start'] = async (workflowType, workflowId, args) => {
    const { plain, skipping } = server;
    const { firstExecutionRunId: runId } = await plain.start(workflowType, { workflowId, taskQueue: TASK_QUEUE, args });
    started.add(workflowId);
    const handleOf = (client: WorkflowClient) =>
      client.getHandle(workflowId, undefined, { firstExecutionRunId: runId });
    const handle = handleOf(plain);
    return {
      workflowId,
      runId,
      handle,
      end: () => awaited(handle),
      endInSkippedTime: () => awaited(handleOf(skipping)),
      runStatus: async () => {
        const { typedSearchAttributes } = await handle.describe();
        return typedSearchAttributes.getAll().find(({ key }) => key.name === 'RunStatus')?.value;
      },
    };
  };

  return {
    script(fakes = {}) {
      script = scriptOf({ ...UNEVENTFUL, ...fakes });
      return script;
    },
    sync(more) {
      const input = { ...syncInput(), ...more };
      return start('SyncProductsWorkflow', syncProductsId(input.platform, input.storeId), [input]);
    },
    approval(more) {
      const input = { ...approvalInput(), ...more };
      return start('ApproveDeactivationWorkflow', approveDeactivationId(input.runId), [input]);
    },
    sweep(more) {
      const input: SyncAllStoresInput = { platform: null, mode: 'full', trigger: 'schedule', ...more };
      return start('SyncAllStoresWorkflow', `sync-all-stores/${randomUUID()}`, [input]);
    },
    start,
    find: (workflowId, runId) => server.plain.getHandle(workflowId, runId),
    skip: (ms) => server.skip(ms),
    async clear() {
      const isStuck = awaitedNow > 0 || script.running().length > 0;
      const approvals = script.inputs('holdForApproval').map(({ run }) => approveDeactivationId(run.id));
      for (const workflowId of new Set([...started, ...script.workflowIds, ...approvals])) {
        await server.plain.getHandle(workflowId).terminate().catch(unlessOver);
      }
      started.clear();
      if (!isStuck) return;
      // Where a workflow ended before its activity did, or an activity before a worker had it, time stands still for good.
      awaitedNow = 0;
      await server.close();
      server = await startTimeSkipping(activities);
    },
    close: () => server.close(),
  };
}

async function endOf(handle: WorkflowHandle): Promise<End> {
  try {
    return { status: 'completed', result: await handle.result() };
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    const cause = causeOf(error);
    if (cause instanceof CancelledFailure) return { status: 'cancelled' };
    if (cause instanceof ApplicationFailure) return { status: 'failed', type: cause.type, message: cause.message };
    throw error;
  }
}

/** What an activity or a child threw stands below the failure that says so. */
function causeOf(error: WorkflowFailedError): Error | undefined {
  let { cause } = error;
  while (cause instanceof ActivityFailure || cause instanceof ChildWorkflowFailure) ({ cause } = cause);
  return cause;
}

function unlessOver(error: unknown): void {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}

function syncInput(): SyncProductsInput {
  const storeId = randomUUID();
  return { tenantId: 'tenant', storeId, platform: 'woocommerce', mode: 'full', trigger: 'api', storeName: 'Shop' };
}

function approvalInput(): ApproveDeactivationInput {
  const store = { tenantId: 'tenant', storeId: randomUUID(), platform: 'woocommerce', storeName: 'Shop' } as const;
  const { approvalMs: waitMs } = STORE_PATIENCE;
  return { ...store, runId: randomUUID(), currency: 'EUR', emptyListing: false, waitMs };
}
