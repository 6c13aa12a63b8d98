import { DELIVERY_KINDS, type HappeningKind, VICTIMS } from './plan/events';
import { makePlan } from './plan/make-plan';

const MINUTE = 60_000;

it('plans the same for the same seed, and something else for another', () => {
  expect(makePlan(7, MINUTE)).toEqual(makePlan(7, MINUTE));
  expect(makePlan(8, MINUTE)).not.toEqual(makePlan(7, MINUTE));
});

it.each([1, 2, 3])('kills every kind of process within a minute, with seed %i', (seed) => {
  const victims = makePlan(seed, MINUTE).flatMap((event) => (event.kind === 'kill' ? [event.victim] : []));
  expect(new Set(victims)).toEqual(new Set(VICTIMS));
});

it('plays each way to sync within a quarter of a minute', () => {
  const kinds = new Set(makePlan(1, MINUTE / 4).map(({ kind }) => kind));
  const syncs = ['sync', 'sync_changes', 'sync_lean', 'sweep', 'sweep_due', 'make_due', 'pause_store', 'resume_store'];
  expect(syncs.filter((kind) => !kinds.has(kind as HappeningKind))).toEqual([]);
});

it('plays each way to meddle with deliveries within half a minute', () => {
  const plan = makePlan(1, MINUTE / 2);
  const kinds = new Set(plan.map(({ kind }) => kind));
  expect((['forge', 'look_after_webhooks'] as const).filter((kind) => !kinds.has(kind))).toEqual([]);
  const hows = new Set(plan.flatMap((event) => (event.kind === 'deliveries' ? [event.how] : [])));
  expect(hows).toEqual(new Set(DELIVERY_KINDS));
});

it('keeps the order of time', () => {
  const times = makePlan(1, 3 * MINUTE).map(({ atMs }) => atMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});
