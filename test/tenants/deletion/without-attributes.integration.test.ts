import { useNamespaceWithoutAttributes } from '../../support/own-namespace';
import { until } from '../../support/until';
import { type DeletionWorld, deletionWorld } from './deletion-world';

let world: DeletionWorld;

beforeAll(async () => {
  await useNamespaceWithoutAttributes();
  world = await deletionWorld();
});
afterAll(() => world.close());

it('finds the histories of a tenant by its stores and runs where no search attribute is registered', async () => {
  const { id } = await world.tenant('Unlisted');
  const { shop, store } = await world.wooCommerce(
    { products: [{ id: '1', name: 'Boots', regular_price: '5.00' }] },
    id,
  );
  await world.configure(store, { deactivation_brake: { count: 0, percent: 0 } });
  await world.sync(store);
  await world.sync(store, { dryRun: true });
  shop.remove('1');
  const held = await world.sync(store);
  expect(held.status).toBe('awaiting_approval');
  const ids = [held.workflow_id, `dry-run-products/woocommerce/${store.id}`, `approve-deactivation/${held.id}`];
  for (const workflowId of ids)
    await until(
      `Temporal shows ${workflowId}`,
      async () => (await world.executions(`WorkflowId = '${workflowId}'`)) > 0,
    );

  await world.askForDeletion(id, 'Unlisted');
  await world.whenDeleted(id);

  for (const workflowId of ids)
    await until(
      `Temporal shows no ${workflowId}`,
      async () => (await world.executions(`WorkflowId = '${workflowId}'`)) === 0,
    );
});
