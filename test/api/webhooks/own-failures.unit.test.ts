import { ownFailures } from '../../../src/api/webhooks/own-failures';

const store = (storeId: string) => ({ tenantId: 'tenant', storeId });

it('tells once of each store whose deliveries failed, as soon as the database is there again', async () => {
  const told: string[] = [];
  let isAway = true;
  const failures = ownFailures({
    everyMs: 60_000,
    async write({ storeId }) {
      if (isAway) throw new Error('away');
      told.push(storeId);
    },
  });
  for (const storeId of ['a', 'b', 'a']) failures.note(store(storeId));
  await failures.stop();
  expect(told).toEqual([]);
  isAway = false;
  await failures.stop();
  await failures.stop();
  expect(told).toEqual(['a', 'b']);
});
