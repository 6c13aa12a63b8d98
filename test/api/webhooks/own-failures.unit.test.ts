import { DatabaseError } from 'pg';
import { ownFailures } from '../../../src/api/webhooks/own-failures';

function world() {
  const told: string[] = [];
  const failing = new Map<string, Error>();
  const state = { isAway: false };
  const failures = ownFailures({
    everyMs: 60_000,
    async find(storeIds) {
      if (state.isAway) throw new Error('away');
      return storeIds.filter((id) => !id.startsWith('none')).map((storeId) => ({ tenantId: 'tenant', storeId }));
    },
    async write({ storeId }) {
      const error = failing.get(storeId);
      if (error) throw error;
      told.push(storeId);
    },
  });
  return { failures, told, failing, state };
}

it('tells once of each store whose deliveries failed, as soon as the database is there again', async () => {
  const { failures, told, state } = world();
  state.isAway = true;
  for (const storeId of ['a', 'none', 'b', 'a']) failures.note(storeId, false);
  await failures.stop();
  expect(told).toEqual([]);
  state.isAway = false;
  await failures.stop();
  await failures.stop();
  expect(told).toEqual(['a', 'b']);
});

it('lets no store that cannot be told of keep others from it', async () => {
  const { failures, told, failing } = world();
  failing.set('a', new Error('locked'));
  for (const storeId of ['a', 'b', 'c']) failures.note(storeId, true);
  await failures.stop();
  expect(told).toEqual(['b', 'c']);
  failing.clear();
  await failures.stop();
  expect(told).toEqual(['b', 'c', 'a']);
});

it('forgets a store whose tenant is gone', async () => {
  const { failures, told, failing } = world();
  failing.set('a', Object.assign(new DatabaseError('closed', 0, 'error'), { code: 'CSTNT' }));
  failures.note('a', true);
  await failures.stop();
  failing.clear();
  await failures.stop();
  expect(told).toEqual([]);
});

it('keeps places for stores that were known, whatever ids somebody makes up', async () => {
  const { failures, told } = world();
  for (let n = 0; n < 10_001; n++) failures.note(`none ${n}`, false);
  failures.note('stranger', false);
  failures.note('a', true);
  await failures.stop();
  expect(told).toEqual(['a']);
});
