import { READINGS } from '../../src/metrics/readings/readings';
import { explainSystem } from '../database/explain';
import { type TwoTenants, twoTenants } from '../database/two-tenants';
import { makeUpRows } from './made-up-rows';

let world: TwoTenants;
beforeAll(async () => {
  world = await twoTenants();
  await makeUpRows(world.url, { tenants: 20, storesOfTenant: 20, runsOfStore: 100, isEven: true });
});
afterAll(() => world.close());

it('finds what it counts over all tenants by indexes, and reads whole what has a row a store', async () => {
  const plans = await explainSystem(world.database, async (sql) => {
    for (const each of READINGS) await each.read(sql);
  });

  expect(plans).toMatch(/Index Only Scan using sync_runs_counted on sync_runs/);
  expect(plans).toMatch(/(using|on) sync_runs_open\w* /);
  expect(plans).toMatch(/(using|on) webhook_events_pending /);
  expect(plans).toMatch(/(using|on) missing_products_\w+ /);
  expect(plans.match(/Seq Scan on (?!stores|store_webhooks|tenants)\w+/g)).toBeNull();
});
