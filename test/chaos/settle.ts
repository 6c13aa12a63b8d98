import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { ApiProblem } from '../../local/demo/api-client';
import type { CadenceMode } from '../../src/model/freshness/cadence-modes';
import { LOOK_AFTER_WEBHOOKS_ID, SYNC_DUE_STORES_ID } from '../../src/model/workflow-ids';
import { patient } from '../support/patience';
import type { Findings } from './findings';
import { adminQuery } from './world/admin-query';
import { ask } from './world/ask';
import { ChaosRun, isBraked } from './world/runs-of-store';
import type { ChaosStore, ChaosWorld } from './world/start-world';

interface OpenRun {
  id: string;
  store_id: string;
  status: string;
  phase: string;
  workflow_id: string;
}

/** A worker's death is noticed after 15 s of silence, a terminated run looks stale after a minute; machines are busy. */
const QUIET_WITHIN_MS = 240_000;
const RUN_ENDS_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 250;

/** A run may be accepted past a brake, then wait for approval, then meet the next brake. */
const TRIES = 5;

/** From here on runs begin by hand and by news alone, of stores that nobody pauses any more. */
export async function endSchedules({ temporal, stores }: ChaosWorld): Promise<void> {
  for (const id of [SYNC_DUE_STORES_ID, LOOK_AFTER_WEBHOOKS_ID]) {
    await ask(() => temporal.ask((client) => client.schedule.getHandle(id).pause()));
  }
  for (const { api, id } of stores) await ask(() => api.patch(`/v1/stores/${id}`, z.unknown(), { status: 'active' }));
}

/** Faults are over and every program lives: answers whatever waits until no run is open, here and in Temporal. */
export async function untilQuiet(world: ChaosWorld): Promise<void> {
  for (const shop of world.shops) {
    shop.calm();
    shop.mendAll();
  }
  const limit = patient(QUIET_WITHIN_MS);
  const givenUpAt = performance.now() + limit;
  for (;;) {
    const open = await openRuns(world).catch(() => null);
    const workflows = open?.length === 0 ? await openWorkflows(world).catch(() => null) : null;
    if (workflows?.length === 0) return;
    if (performance.now() > givenUpAt) {
      throw new Error(`not over after ${limit} ms: ${JSON.stringify({ open, workflows }, null, 2)}`);
    }
    for (const run of open ?? []) await helpOn(world, run).catch(() => undefined);
    await sleep(LOOK_EVERY_MS);
  }
}

const openRuns = ({ programs }: ChaosWorld) =>
  adminQuery<OpenRun>(
    programs,
    'select id, store_id, status, phase, workflow_id from sync_runs where finished_at is null',
  );

async function openWorkflows({ temporal }: ChaosWorld): Promise<string[]> {
  return temporal.ask(async (client) => {
    const ids: string[] = [];
    for await (const { workflowId } of client.workflow.list({ query: 'ExecutionStatus = "Running"' })) {
      // A schedule is a workflow of Temporal's own, which always runs.
      if (!workflowId.startsWith('temporal-sys-scheduler')) ids.push(workflowId);
    }
    return ids;
  });
}

/** Looking at it tells a terminated run so. */
async function helpOn({ stores, temporal }: ChaosWorld, run: OpenRun): Promise<void> {
  const { api } = stores.find(({ id }) => id === run.store_id) as ChaosStore;
  await api.get(`/v1/sync-runs/${run.id}`, z.unknown());
  if (run.status === 'awaiting_approval') await api.post(`/v1/sync-runs/${run.id}/approve`, z.unknown(), {});
  const signal = run.status === 'paused' ? 'resume' : run.phase === 'waiting_to_retry' ? 'retryNow' : null;
  if (signal !== null) await temporal.ask((client) => client.workflow.getHandle(run.workflow_id).signal(signal));
}

/** Renews the credentials, which a fault may have had refused. */
export async function reconnect({ api, platform, shop }: ChaosStore): Promise<void> {
  await ask(() => api.post('/v1/stores', z.unknown(), { platform, credentials: shop.credentials }));
}

/** Syncs the store until a run completes, then once more: that one must find nothing to write (I5). */
export async function lastSyncs(store: ChaosStore, findings: Findings): Promise<void> {
  const { name } = store;
  await reconnect(store);
  let run = await syncOnce(store);
  for (let tries = 1; run.status !== 'completed' && tries < TRIES; tries++) {
    run = isBraked(run) ? await accept(store, run) : await syncOnce(store);
  }
  if (run.status !== 'completed') {
    findings.report(`${name}: the last full sync ${run.id} ended ${run.status}: ${JSON.stringify(run)}`);
  }

  const { id, status, products, variants } = await syncOnce(store);
  const written = [products.created, products.updated, products.reactivated, products.deactivated, products.rejected];
  if (status !== 'completed' || written.some((count) => count > 0)) {
    const found = JSON.stringify({ status, products, variants });
    findings.report(`I5 ${name}: a sync of a store that did not change, ${id}, found ${found}`);
  }
}

const Started = z.object({ run_id: z.string() });

/** Syncs the store and waits until that has ended, one way or another. */
export async function syncOnce(store: ChaosStore, mode: CadenceMode = 'full'): Promise<ChaosRun> {
  const { api, platform, id } = store;
  return ended(store, await ask(() => api.post(`/v1/catalog/sync/${platform}`, Started, { store_id: id, mode })));
}

async function accept(store: ChaosStore, { id }: ChaosRun): Promise<ChaosRun> {
  return ended(store, await ask(() => store.api.post(`/v1/sync-runs/${id}/approve`, Started, {})));
}

async function ended({ api, name }: ChaosStore, { run_id }: z.infer<typeof Started>): Promise<ChaosRun> {
  const limit = patient(RUN_ENDS_WITHIN_MS);
  const givenUpAt = performance.now() + limit;
  for (;;) {
    const run = await ask(() => api.get(`/v1/sync-runs/${run_id}`, ChaosRun));
    if (run.finished_at !== null) return run;
    if (performance.now() > givenUpAt) {
      throw new Error(`${name}: run ${run_id} is not over after ${limit} ms: ${JSON.stringify(run)}`);
    }
    if (run.status === 'awaiting_approval') {
      await ask(() => api.post(`/v1/sync-runs/${run_id}/approve`, z.unknown(), {})).catch(ignoreConflict);
    }
    await sleep(LOOK_EVERY_MS);
  }
}

/** The approval may have been given and be carried out just now. */
function ignoreConflict(error: unknown): void {
  if (!(error instanceof ApiProblem) || error.status !== 409) throw error;
}
