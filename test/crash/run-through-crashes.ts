import type { Store } from '../../src/stores/store';
import type { SyncWorld } from '../support/sync-world';
import { type Outcome, readOutcome, rowVersions } from './outcome';
import { requestsIn } from './requests-in';
import { type Scene, wooScene } from './scene';

interface Survived {
  scene: Scene;
  outcome: Outcome;
  /** Requests that an undisturbed run does not need. */
  more: number;
}

/** Syncs a store that changed while a server crashes, each time after some more pages were merged. */
export async function runThroughCrashes(
  world: SyncWorld,
  times: number,
  crash: (store: Store) => Promise<void>,
): Promise<Survived> {
  const scene = await wooScene(world, { products: 1_450 });
  const { store } = scene;
  await world.sync(store);
  const before = await rowVersions(world, store);
  const undisturbed = await requestsIn(scene, () => world.sync(store));
  expect(await rowVersions(world, store)).toEqual(before);
  scene.change();

  let runId = '';
  const disturbed = await requestsIn(scene, async () => {
    ({ runId } = await world.start(store));
    for (let crashed = 1; crashed <= times; crashed++) {
      await world.whenRun(store, runId, 'merged some pages', ({ pages }) => pages.merged >= 2 * crashed);
      await crash(store);
    }
    await world.whenRun(store, runId, 'is over', ({ finished_at }) => finished_at !== null, 120_000);
  });

  const outcome = await readOutcome(world, scene, runId, before);
  // What is gone is asked for, one by one.
  return { scene, outcome, more: disturbed - undisturbed - scene.gone.length };
}
