import { retryRunNow } from '../../src/temporal/control-run';
import { decideApproval } from '../../src/temporal/decide-approval';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { until } from '../support/until';

const HOUR = 3_600_000;

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld({ patience: { runRetryDelays: [HOUR] } });
});
afterAll(() => world.close());

/** Texts of products that appear nowhere else. */
const OF_PRODUCTS = ['Marked title', 'marked description', 'MARKED-SKU', '4711.4242', 'marked-image', 'marked price'];

const SECRETS = {
  consumerKey: 'ck_0123456789abcdef0123456789abcdef01234567',
  consumerSecret: 'cs_fedcba9876543210fedcba9876543210fedcba98',
  accessToken: 'shpat_0123456789abcdef0123456789abcdef',
};

const PRODUCTS = Array.from({ length: 6 }, (_, index) => ({
  id: 101 + index,
  name: `Marked title ${index}`,
  description: '<p>marked description</p>',
  sku: `MARKED-SKU-${index}`,
  regular_price: '4711.4242',
  images: [{ id: 1, src: 'https://shop.example/marked-image.jpg', alt: 'Marked title' }],
}));

/** All that was ever started in this world. */
async function histories(): Promise<{ type: string; history: string }[]> {
  return world.client(async (client) => {
    const found: { type: string; history: string }[] = [];
    for await (const { type, workflowId, runId } of client.workflow.list({ query: `TaskQueue = '${world.taskQueue}'` }))
      found.push({ type, history: await world.history(workflowId, runId) });
    return found;
  });
}

it('I8 I10 no history, log or message holds a credential, and no history a product’s data', async () => {
  const { consumerKey, consumerSecret, accessToken } = SECRETS;
  const woo = await world.wooCommerce({
    products: [...PRODUCTS, { id: 201, name: 'Marked title', price: 'marked price' }],
    consumerKey,
    consumerSecret,
  });
  const shopify = await world.shopify({ products: 10, accessToken });
  for (const [number, id] of [...shopify.shop.products.keys()].entries())
    shopify.shop.patch(id, { title: `Marked title ${number}`, descriptionHtml: 'marked description' });

  // Set aside, retried, failing, answering with nonsense, throttled, refused, held, approved, swept.
  const messages: (string | undefined)[] = [];
  const sync = async (store: typeof woo.store, more?: Parameters<SyncWorld['sync']>[1]) => {
    const run = await world.sync(store, more);
    messages.push(run.error?.message);
    return run;
  };
  expect(await sync(woo.store)).toMatchObject({ status: 'completed_with_errors', products: { rejected: 1 } });
  expect(await sync(woo.store, { mode: 'refresh', externalIds: ['101', '201'] })).toMatchObject({ mode: 'refresh' });
  expect(await sync(shopify.store)).toMatchObject({ status: 'completed' });

  woo.shop.faults.add({ path: 'wc/v3/products?', afterRequests: 1, answer: { truncate: true } });
  const failing = await world.start(woo.store);
  const waiting = await world.whenRun(woo.store, failing.runId, 'waits', ({ phase }) => phase === 'waiting_to_retry');
  messages.push(waiting.error?.message);
  woo.shop.faults.clear();
  woo.shop.faults.add({ path: 'offset=', times: 1, answer: { status: 429, headers: { 'Retry-After': '1' } } });
  await retryRunNow(world.temporal, failing);
  expect(await world.ended(woo.store, failing)).toMatchObject({ status: 'completed_with_errors' });

  for (const id of [101, 102, 103, 104, 105]) woo.shop.remove(id);
  await world.configure(woo.store, { deactivation_brake: { count: 1, percent: 1 } });
  const held = await sync(woo.store);
  expect(held).toMatchObject({ status: 'awaiting_approval' });
  const actor = { kind: 'api_key', id: 'key', name: 'Anna' };
  await decideApproval(world.temporal, held.id, 'approve', { actor });
  await world.whenRun(woo.store, held.id, 'is over', ({ finished_at }) => finished_at !== null);

  shopify.shop.rotateToken();
  woo.shop.faults.add({ answer: { unauthorized: true } });
  expect(await sync(shopify.store)).toMatchObject({ status: 'failed' });
  expect(await sync(woo.store)).toMatchObject({ status: 'failed' });
  const sweep = await world.startSweep();
  await world.client((client) => client.workflow.getHandle(sweep.workflowId).result());

  // 7 syncs, a refresh, an approval, a sweep and its slice (the failed stores need attention).
  const all = await until('all workflows to be listed', async () => {
    const found = await histories();
    return found.length >= 10 && found;
  });
  expect(new Set(all.map(({ type }) => type))).toEqual(
    new Set(['SyncProductsWorkflow', 'ApproveDeactivationWorkflow', 'SyncAllStoresWorkflow']),
  );
  const secrets = Object.values(SECRETS);
  const told = [...world.log, ...messages.map(String)];
  expect(told.length).toBeGreaterThan(10);
  expect(told.flatMap((line) => secrets.filter((secret) => line.includes(secret)))).toEqual([]);
  expect(
    all.flatMap(({ type, history }) =>
      [...secrets, ...OF_PRODUCTS].filter((text) => history.includes(text)).map((text) => `${text} in ${type}`),
    ),
  ).toEqual([]);
  // What is looked for would be found: payloads are readable in these histories.
  expect(all.some(({ history }) => history.includes(woo.store.id))).toBe(true);
});
