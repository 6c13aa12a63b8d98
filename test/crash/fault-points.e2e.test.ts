import type { FaultPoint } from '../../src/process/fault-points';
import { patient } from '../support/patience';
import { expectRight } from './outcome';
import { type Played, play, type Story } from './play';
import { record } from './record';
import { changesScene, expiringScene, leanScene, longScene, wooScene } from './scene';
import { TIMES } from './times';

const SYNC: Story = { scene: wooScene, startedBy: 'sync', approved: 'never' };
const SWEEP: Story = { ...SYNC, startedBy: 'sweep' };
const HELD: Story = { ...SYNC, approved: 'later' };
const DECIDED: Story = { ...SYNC, approved: 'first' };
const LONG: Story = { ...SYNC, scene: longScene };
const LEAN: Story = { ...SYNC, scene: leanScene, mode: 'prices' };
const EXPIRING: Story = { ...SYNC, scene: expiringScene };
const INCREMENTAL: Story = { ...SYNC, scene: changesScene, mode: 'incremental' };

/** The points of the API, of due stores, of hints and of a tenant's deletion have tests of their own. */
const STORIES = {
  'run-starting': SWEEP,
  'run-opened': SYNC,
  'run-continued': LONG,
  'credentials-renewed': EXPIRING,
  'page-fetched': SYNC,
  'pages-staged': SYNC,
  'page-uncommitted': SYNC,
  'page-merged': SYNC,
  'changes-read': INCREMENTAL,
  'changes-noted': INCREMENTAL,
  'lean-page-merged': LEAN,
  'missing-confirmed': SYNC,
  'piece-deactivated': SYNC,
  'approval-held': HELD,
  'approval-claimed': DECIDED,
  'run-closing': SYNC,
  'run-closed': SYNC,
} as const satisfies Record<
  Exclude<
    FaultPoint,
    | 'run-requested'
    | 'looked-not-started'
    | 'delivery-stored'
    | `answer-${string}`
    | `tenant-${string}`
    | `hints-${string}`
    | `event-${string}`
  >,
  Story
>;

const CASES = TIMES.flatMap((kills) =>
  Object.entries(STORIES).map(([point, story]) => ({ point: point as FaultPoint, story, kills })),
);

/** Each spends most of its time waiting until Temporal misses the heartbeats, for 15 s. More make two cores too slow. */
const AT_ONCE = 6;

/**
 * What a killed worker had in hand is asked for again: the beginning of a listing (three requests) and a batch of at
 * most three pages, or the missing, one by one.
 */
const REQUESTS_A_KILL = 8;

const undisturbed = new Map<Story, Promise<Played>>();
const killed = new Map<(typeof CASES)[number], Promise<Played>>();
beforeAll(() => {
  const inTurn = turns(AT_ONCE);
  for (const story of new Set(CASES.map((each) => each.story)))
    undisturbed.set(
      story,
      inTurn(() => play(story, null)),
    );
  for (const each of CASES)
    killed.set(
      each,
      inTurn(() => play(each.story, each)),
    );
});
afterAll(() => Promise.allSettled([...undisturbed.values(), ...killed.values()]));

it.each(CASES)(
  'I4 I5 a run goes on by itself and ends right when its worker is killed at $point, $kills times in a row',
  async (each) => {
    const { scene, outcome, requests, askedInVain, leftBehind } = await playedOf(killed, each);
    const without = await playedOf(undisturbed, each.story);
    const more = requests - without.requests;
    record(each.point, each.kills, outcome, more);

    expectRight(outcome, scene);
    expect({ ...outcome, catalogue: [] }).toEqual({ ...without.outcome, catalogue: [] });
    expect(askedInVain).toEqual([]);
    expect(leftBehind).toEqual([]);
    expect(more).toBeLessThanOrEqual(each.kills * REQUESTS_A_KILL);
  },
  patient(600_000),
);

async function playedOf<Key>(plays: Map<Key, Promise<Played>>, key: Key): Promise<Played> {
  const played = plays.get(key);
  if (played === undefined) throw new Error('it was not begun');
  return played;
}

/** Runs what it is given at most so many at once, in order. What fails is told to whoever awaits it. */
function turns(atOnce: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const lanes = Array.from({ length: atOnce }, () => Promise.resolve());
  let next = 0;
  return (work) => {
    const lane = next++ % atOnce;
    const result = (lanes[lane] ?? Promise.resolve()).then(work);
    lanes[lane] = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  };
}
