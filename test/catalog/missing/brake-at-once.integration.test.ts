import { MockActivityEnvironment } from '@temporalio/testing';
import { type DeactivatedMissing, deactivateMissing } from '../../../src/activities/deactivate-missing';
import type { Dependencies } from '../../../src/activities/dependencies';
import { noteGone, noteMissingAnswers } from '../../../src/catalog/missing/suspects';
import { nextObservation } from '../../../src/catalog/staging/next-observation';
import { lockStore } from '../../../src/stores/lock-store';
import { until } from '../../support/until';
import { type CatalogueWorld, catalogueWorld } from '../catalogue-world';
import { products } from '../products';
import { gone } from './missing-shop';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

it('I1 lets two lesser runs at the same moment switch off no more than one may', async () => {
  const shop = await world.shop({ settings: { deactivation_brake: { count: 3, percent: 10 } } });
  await shop.observe(products(20));
  const confirmed = async (ids: string[]) => {
    const run = await shop.openRun({ mode: 'refresh', byHints: true });
    await shop.sql(async (sql) => noteGone(sql, run, ids, await nextObservation(sql)));
    await shop.sql(async (sql) =>
      noteMissingAnswers(
        sql,
        run,
        ids.map((id) => gone(id)),
        await nextObservation(sql),
      ),
    );
    return run;
  };
  const runs = [await confirmed(['1', '2', '3']), await confirmed(['4', '5', '6'])];
  const blocked = () =>
    shop.sql(async (sql) => {
      const { rows } = await sql<{ blocked: number }>`
        select count(*)::int as blocked from pg_locks where locktype = 'advisory' and not granted`;
      return rows[0]?.blocked === 2;
    });
  const both = runs.map(
    (run) => (): Promise<DeactivatedMissing> =>
      new MockActivityEnvironment({ workflowExecution: { workflowId: 'refresh', runId: run.id } }).run(
        deactivateMissing({ database: world.database } as Dependencies),
        { run, emptyListing: false, approved: false },
      ) as Promise<DeactivatedMissing>,
  );

  // Both have asked, and neither has acted.
  const acting = await shop.sql(async (sql) => {
    await lockStore(sql, shop.storeId);
    const begun = both.map((act) => act());
    await until('both to wait for the store', blocked);
    return { begun };
  });

  const kinds = (await Promise.all(acting.begun)).map(({ kind }) => kind);
  expect(kinds.toSorted()).toEqual(['deactivated', 'held']);
});
