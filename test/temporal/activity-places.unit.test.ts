import { type ActivityPlaces, activityPlaces } from '../../src/temporal/activity-places';

const never = new AbortController().signal;
const LIMITS = { atWork: 4, leftToOthers: 1, always: 1, taken: 8 };

/** A worker that takes as many tasks as it may; each of its activities goes on until it is ended. */
function workerWith(places: ActivityPlaces) {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const context = {
    slotType: 'activity',
    taskQueue: 'x',
    workerIdentity: 'x',
    workerBuildId: 'x',
    isSticky: false,
  } as const;
  const take = () => places.supplier.tryReserveSlot(context);

  return {
    begun,
    /** False when it has no place for a task. */
    asks(tenantId: string, signal: AbortSignal = never): boolean {
      const permit = take();
      if (permit === null) return false;
      const ended = places.inTurn(tenantId, signal, () => {
        begun.push(tenantId);
        return new Promise<void>((resolve) => void ends.push(resolve));
      });
      void ended.catch(() => undefined).then(() => places.supplier.releaseSlot({ permit }));
      return true;
    },
    reserves: (signal: AbortSignal) => places.supplier.reserveSlot(context, signal),
    async endsOne() {
      ends.shift()?.();
      await new Promise(setImmediate);
    },
  };
}

it('leaves places to others, however many stores of a tenant hang', async () => {
  const worker = workerWith(activityPlaces(LIMITS));
  for (let store = 0; store < 6; store++) expect(worker.asks('loud')).toBe(true);
  expect(worker.begun).toEqual(['loud', 'loud', 'loud']);
  expect(worker.asks('quiet')).toBe(true);
  expect(worker.begun).toEqual(['loud', 'loud', 'loud', 'quiet']);
});

it('takes no more tasks than it has places for, those that wait aside, and no more than it may hold', () => {
  const worker = workerWith(activityPlaces(LIMITS));
  for (const tenant of ['a', 'b', 'c', 'd']) expect(worker.asks(tenant)).toBe(true);
  expect(worker.asks('e')).toBe(false);

  const loud = workerWith(activityPlaces(LIMITS));
  for (let store = 0; store < 8; store++) expect(loud.asks('loud')).toBe(true);
  expect(loud.asks('quiet')).toBe(false);
});

it('lets the one begin next whose tenant asks the fewest stores', async () => {
  const worker = workerWith(activityPlaces({ ...LIMITS, always: 0 }));
  for (const tenant of ['loud', 'loud', 'loud', 'loud', 'quiet']) worker.asks(tenant);
  expect(worker.begun).toEqual(['loud', 'loud', 'loud']);
  await worker.endsOne();
  expect(worker.begun).toEqual(['loud', 'loud', 'loud', 'quiet']);
  await worker.endsOne();
  expect(worker.begun).toEqual(['loud', 'loud', 'loud', 'quiet', 'loud']);
});

it('forgets who is cancelled while it waits, and gives a slot when one is free', async () => {
  const worker = workerWith(activityPlaces(LIMITS));
  const cancelled = new AbortController();
  for (let store = 0; store < 3; store++) worker.asks('loud');
  worker.asks('loud', cancelled.signal);
  worker.asks('quiet');
  expect(worker.asks('third')).toBe(false);
  const unneeded = new AbortController();
  const refused = worker.reserves(unneeded.signal);
  unneeded.abort();
  const error = await refused.catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: 'AbortError' });
  expect(error).toBe(unneeded.signal.reason);

  cancelled.abort(new Error('cancelled'));
  await worker.endsOne();
  expect(worker.begun).toEqual(['loud', 'loud', 'loud', 'quiet']);
  await expect(worker.reserves(never)).resolves.toEqual({});
});
