import { type OwnServer, useOwnTemporal } from '../support/own-servers';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { expectRight, readOutcome, rowVersions } from './outcome';
import { record } from './record';
import { requestsIn } from './requests-in';
import { wooScene } from './scene';
import { TIMES } from './times';

let temporal: OwnServer;
let world: SyncWorld;
beforeAll(async () => {
  temporal = await useOwnTemporal();
}, 60_000);
beforeEach(async () => {
  world = await startSyncWorld();
});
afterEach(() => world.close());
afterAll(() => temporal.stop());

/** Of the batch that was being fetched, as long as nobody could be told of it. */
const REQUESTS_A_CRASH = 6;

it.each(TIMES)(
  'I4 a run goes on by itself when Temporal is killed in its middle and started again on its file, %i times in a row',
  async (times) => {
    const scene = await wooScene(world, { products: 1_450 });
    const { store } = scene;
    await world.sync(store);
    const before = await rowVersions(world, store);
    const undisturbed = await requestsIn(scene, () => world.sync(store));
    scene.change();

    let runId = '';
    const disturbed = await requestsIn(scene, async () => {
      ({ runId } = await world.start(store));
      for (let crash = 1; crash <= times; crash++) {
        await world.whenRun(store, runId, 'merged some pages', ({ pages }) => pages.merged >= 2 * crash, 60_000);
        await temporal.crash();
      }
      await world.whenRun(store, runId, 'is over', ({ finished_at }) => finished_at !== null, 120_000);
    });

    const outcome = await readOutcome(world, scene, runId, before);
    const more = disturbed - undisturbed - scene.gone.length; // what is gone is asked for, one by one
    record('Temporal', times, outcome, more);
    expectRight(outcome, scene);
    expect(more).toBeLessThanOrEqual(times * REQUESTS_A_CRASH);
  },
  240_000,
);
