import type { RunMode } from '../../src/model/run';
import type { FaultPoint } from '../../src/process/fault-points';
import { listRuns, type RunView } from '../../src/runs/list-runs';
import type { Store } from '../../src/stores/store';
import { decideApproval } from '../../src/temporal/decide-approval';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { until, untilRun } from '../support/until';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process';
import { type Outcome, readOutcome, rowVersions } from './outcome';
import type { Scene } from './scene';
import { behindWatermark } from './watermark';

/** A run of a store, and what happens in it but for crashes. */
export interface Story {
  scene(world: SyncWorld): Promise<Scene>;
  startedBy: 'sync' | 'sweep';
  /** Of a sync; a full one unless it is named. */
  mode?: RunMode;
  /** The brake holds what went; a person approves it. `first`: before anybody is killed. */
  approved: 'never' | 'first' | 'later';
}

export interface Played {
  scene: Scene;
  outcome: Outcome;
  /** Of the run, to the store. */
  requests: number;
  /** Pages that were asked for although the manifest had them. */
  askedInVain: string[];
  /** What was neither merged nor noted when the watermark had moved, at any death. */
  leftBehind: string[];
}

/** Three workers are killed one after the other, and each is missed after 15 s. */
const IN_TIME = 120_000;

/** How far a page of a WooCommerce listing begins behind the one before. */
const STEP = 98;

export interface Crash {
  point: FaultPoint;
  /** In a row. */
  kills: number;
}

/** Syncs a store that changed: by workers that die at the point, then by one that lives. */
export async function play(story: Story, crash: Crash | null): Promise<Played> {
  const world = await startSyncWorld();
  const workers: WorkerProcess[] = [];
  try {
    const scene = await story.scene(world);
    const { store } = scene;
    if (story.approved !== 'never') await world.configure(store, { deactivation_brake: { count: 0, percent: 0 } });
    const { id: firstRun } = await world.sync(store);
    await world.stopWorker();
    const before = await rowVersions(world, store);
    scene.change();
    const askedBefore = scene.asked().length;
    const run = () => lastRun(world, store).then((last) => (last?.id === firstRun ? null : (last ?? null)));

    await (story.startedBy === 'sync' ? world.start(store, { mode: story.mode ?? 'full' }) : world.startSweep());
    if (story.approved === 'first') {
      await world.startWorker();
      await heldAndReleased(world, run);
      await world.stopWorker();
    }
    const approving = story.approved === 'first' ? approve(world, run) : null;
    const askedInVain: string[] = [];
    const leftBehind: string[] = [];
    let look = scene.asked().length;
    let merged = 0;
    for (let killed = 0; crash !== null && killed < crash.kills; killed++) {
      const dying = startWorkerProcess(world, `${crash.point}:kill`);
      workers.push(dying);
      await dying.ended();
      askedInVain.push(...behind(scene.asked().slice(look), merged));
      const died = await run();
      if (died !== null) leftBehind.push(...(await behindWatermark(world, scene, died.id)));
      look = scene.asked().length;
      merged = died?.pages.merged ?? 0;
    }
    await world.startWorker();
    if (story.approved === 'later') {
      await heldAndReleased(world, run);
      await approve(world, run);
    }
    await approving;
    const { id } = await whenRun('is over', run, ({ finished_at }) => finished_at !== null);
    askedInVain.push(...behind(scene.asked().slice(look), merged));
    const outcome = await readOutcome(world, scene, id, before);
    return { scene, outcome, requests: scene.asked().length - askedBefore, askedInVain, leftBehind };
  } finally {
    await Promise.all(workers.map((worker) => worker.end('SIGKILL')));
    await world.close();
  }
}

/** Requests for pages of a WooCommerce listing of which the first `merged` are in the manifest. */
function behind(paths: string[], merged: number): string[] {
  return paths.filter((path) => Number(/offset=(\d+)&/.exec(path)?.[1] ?? Number.POSITIVE_INFINITY) < merged * STEP);
}

type LookAtRun = () => Promise<RunView | null>;

const lastRun = (world: SyncWorld, { id: storeId, tenantId }: Store): Promise<RunView | undefined> =>
  world.database
    .withTenant(tenantId, (sql) => listRuns(sql, { storeId, limit: 1, after: null }))
    .then(({ items }) => items[0]);

const whenRun = (what: string, run: LookAtRun, isAsWanted: (run: RunView) => boolean): Promise<RunView> =>
  untilRun(what, run, isAsWanted, IN_TIME);

/** The run’s own workflow has ended and another one takes the decision. */
async function heldAndReleased(world: SyncWorld, run: LookAtRun): Promise<void> {
  const { workflow_id } = await whenRun('is held', run, ({ status }) => status === 'awaiting_approval');
  await until('its workflow to end', async () => (await world.describe(workflow_id)).closeTime !== undefined, IN_TIME);
}

/** Asked again as a person would who got no answer: the worker that had the decision may have been killed. */
async function approve(world: SyncWorld, run: LookAtRun): Promise<void> {
  const id = (await run())?.id ?? '';
  const actor = { actor: { kind: 'api_key', id: 'key', name: 'Anna' } } as const;
  await until(
    'the approval to be answered',
    () =>
      decideApproval(world.temporal, id, 'approve', actor).then(
        () => true,
        () => false,
      ),
    IN_TIME,
  );
}
