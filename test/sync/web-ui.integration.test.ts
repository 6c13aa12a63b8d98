import { defaultPayloadConverter } from '@temporalio/common';
import type { RunSummary } from '../../src/model/workflow-inputs';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

/** What stands beside the events of a history, in their order. */
async function summariesOf(workflowId: string): Promise<string[]> {
  const { events } = await world.client((client) => client.workflow.getHandle(workflowId).fetchHistory());
  return (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled, userMetadata }) => {
    if (!scheduled) return [];
    const summary = userMetadata?.summary && defaultPayloadConverter.fromPayload<string>(userMetadata.summary);
    return `${scheduled.activityType?.name}: ${summary}`;
  });
}

it('a person recognises a run by its store’s name, its steps by their words, and what it did by its counts', async () => {
  const { store } = await world.wooCommerce({ products: 250 });
  const started = await world.start({ ...store, name: 'Grün\n& Gelb' });
  await world.ended(store, started);

  const description = await world.describe(started.workflowId);
  expect(await description.staticSummary()).toBe('Grün & Gelb: full sync');
  expect(description.memo).toEqual({ store: 'Grün & Gelb' });
  expect(await summariesOf(started.workflowId)).toEqual([
    'openRun: Grün & Gelb, try 1',
    'fetchProductPages: the listing begins',
    'upsertProductPages: 1 page',
    'findMissing: 250 of 250 announced products came',
    'closeRun: the listing was read whole',
  ]);
  const result: RunSummary = await world.client((client) => client.workflow.getHandle(started.workflowId).result());
  expect(result).toMatchObject({
    runId: started.runId,
    status: 'completed',
    counts: { products: { seen: 250, created: 250 }, pages: { merged: 1 } },
  });
});

it('starts the sync of a store whose name is longer than Temporal takes a summary for', async () => {
  const { store } = await world.wooCommerce({ products: 1 });
  const started = await world.start({ ...store, name: '🛒'.repeat(200) });

  expect(await world.ended(store, started)).toMatchObject({ status: 'completed' });
  expect((await world.describe(started.workflowId)).memo).toEqual({ store: `${'🛒'.repeat(79)}…` });
});
