import { type OwnServer, useOwnTemporal } from '../support/own-servers';
import { patient } from '../support/patience';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { expectRight } from './outcome';
import { record } from './record';
import { runThroughCrashes } from './run-through-crashes';
import { TIMES } from './times';

let temporal: OwnServer;
let world: SyncWorld;
beforeAll(async () => {
  temporal = await useOwnTemporal();
});
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
    const { scene, outcome, more } = await runThroughCrashes(world, times, () => temporal.crash());
    record('Temporal', times, outcome, more);
    expectRight(outcome, scene);
    expect(more).toBeLessThanOrEqual(times * REQUESTS_A_CRASH);
  },
  patient(240_000),
);
