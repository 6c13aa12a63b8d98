import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';
import { insertStore } from '../rows';

let world: ApiWorld;
let tenant: TestTenant;
beforeAll(async () => {
  world = await apiWorld();
});
beforeEach(async () => {
  tenant = await world.tenant();
});
afterAll(() => world.close());

const BOTH = [{ mode: 'inventory' }, { mode: 'prices' }] as const;

async function store(platform: 'woocommerce' | 'shopify', { isRead = true, abilities = {} } = {}): Promise<string> {
  const address = platform === 'shopify' ? 'one.myshopify.com' : 'https://shop.example';
  const id = await insertStore(world.database, tenant.id, { platform, address });
  await world.database.withTenant(
    tenant.id,
    (sql) => sql`
      update stores set abilities = ${JSON.stringify(abilities)}::jsonb, read_at = case when ${isRead}::boolean then now() end
       where tenant_id = ${tenant.id}::uuid and id = ${id}::uuid`,
  );
  return id;
}

const sync = (platform: 'woocommerce' | 'shopify', json: object) =>
  tenant.ask(`POST /v1/catalog/sync/${platform}`, { json });

it.each(BOTH)(
  'starts a sync of mode $mode, and says that it is a full one of a store that was never read whole',
  async ({ mode }) => {
    await store('shopify', { isRead: false });
    expect((await sync('shopify', { mode })).body).toMatchObject({ mode: 'full', already_running: false });

    await store('woocommerce', { abilities: { variations_endpoint: true } });
    const { status, body } = await sync('woocommerce', { mode });
    expect([status, body]).toMatchObject([202, { mode, already_running: false }]);
    const run = await tenant.ask(`GET /v1/sync-runs/${body.run_id}`);
    expect(run.body).toMatchObject({ mode, status: 'queued', products: { unknown: 0 } });
  },
);

it.each(BOTH)('refuses mode $mode of a store that cannot list it, says why, and starts nothing', async ({ mode }) => {
  await store('woocommerce', { abilities: { variations_endpoint: false } });

  const { status, body } = await sync('woocommerce', { mode });

  expect([status, body]).toMatchObject([
    422,
    { code: 'store_not_supported', detail: expect.stringContaining('/wc/v3/variations') },
  ]);
  expect((await tenant.ask('GET /v1/sync-runs')).body.items).toEqual([]);
});

it('I3 a lesser sync that meets another lesser one is refused with its ids', async () => {
  await store('shopify');
  const first = await sync('shopify', { mode: 'inventory' });
  expect((await sync('shopify', { mode: 'inventory' })).body).toMatchObject({
    run_id: first.body.run_id,
    already_running: true,
  });

  const refused = await sync('shopify', { mode: 'prices' });

  const { run_id, workflow_id } = first.body;
  expect([refused.status, refused.body]).toMatchObject([
    409,
    { code: 'conflict', running: { run_id, workflow_id, mode: 'inventory' } },
  ]);
});

it('answers a full sync under way to whoever asks for a lean one', async () => {
  await store('shopify');
  const full = await sync('shopify', {});
  expect((await sync('shopify', { mode: 'prices' })).body).toMatchObject({
    run_id: full.body.run_id,
    mode: 'full',
    already_running: true,
  });
});
