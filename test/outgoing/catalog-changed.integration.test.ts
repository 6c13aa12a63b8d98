import { randomBytes, randomUUID } from 'node:crypto';
import type { EventType } from '../../src/model/events/event';
import { claimDeliveries } from '../../src/outgoing/deliveries/claim-deliveries';
import { createEndpoint } from '../../src/outgoing/endpoints/keep-endpoint';
import { createSealer } from '../../src/stores/sealed-credentials';
import { type CatalogueWorld, catalogueWorld, type Shop } from '../catalog/catalogue-world';
import { product } from '../catalog/products';

let world: CatalogueWorld;
beforeAll(async () => {
  world = await catalogueWorld();
});
afterAll(() => world.close());

const sealer = createSealer([randomBytes(32)]);

async function endpointOf({ sql }: Shop, events: EventType[] = ['catalog.changed']): Promise<string> {
  const made = await sql((each) =>
    createEndpoint(each, sealer, { url: 'https://receiver.example', events, description: null }),
  );
  return made?.endpoint.id ?? '';
}

const newShop = async () => world.shop({ tenantId: await world.newTenant() });

const eventsOf = ({ sql }: Shop) =>
  sql(async (each) => {
    const { rows } = await each<{ id: string; data: Record<string, unknown>; frozen: boolean; deliveries: number }>`
      select e.id, e.data, e.frozen_at is not null as frozen,
             (select count(*)::int from event_deliveries d where d.tenant_id = e.tenant_id and d.event_id = e.id) as deliveries
        from events e where e.tenant_id = ${each.tenantId}::uuid and e.type = 'catalog.changed' order by e.at`;
    return rows;
  });

const claim = ({ sql }: Shop, endpointId: string) =>
  sql((each) => claimDeliveries(each, { endpointId, attempt: randomUUID(), most: 10, isBusy: false }));

it('joins what changes until somebody may be told of it, and begins anew behind that', async () => {
  const shop = await newShop();
  const endpoint = await endpointOf(shop);
  await shop.observe([product({ external_id: '1' }), product({ external_id: '2' })]);
  await shop.observe([product({ external_id: '2', title: 'Renamed' }), product({ external_id: '3' })]);

  const [joined, ...others] = await eventsOf(shop);
  expect(others).toEqual([]);
  expect(joined).toMatchObject({
    frozen: false,
    deliveries: 1,
    data: {
      store_id: shop.storeId,
      run_id: shop.run.id,
      changes: { created: 3, updated: 1 },
      first_seq: 1,
      last_seq: 4,
    },
  });

  const claimed = await claim(shop, endpoint);
  expect(claimed).toMatchObject({ kind: 'claimed', deliveries: [{ eventId: joined?.id, data: joined?.data }] });
  await shop.observe([product({ external_id: '4' })]);

  const [frozen, next] = await eventsOf(shop);
  expect(frozen).toEqual({ ...joined, frozen: true });
  expect(next).toMatchObject({ frozen: false, data: { changes: { created: 1 }, first_seq: 5, last_seq: 5 } });
  // A minute behind the one before.
  expect(await claim(shop, endpoint)).toMatchObject({ deliveries: [expect.objectContaining({ eventId: joined?.id })] });
});

it('writes nothing for a page without changes, a dry run, and a tenant whose endpoints want to hear of other things', async () => {
  const [shop, other] = [await newShop(), await newShop()];
  await endpointOf(shop, ['sync.failed']);
  await endpointOf(other);
  await shop.observe([product({ external_id: '1' })]);
  expect(await eventsOf(shop)).toEqual([]);
  expect(await eventsOf(other)).toEqual([]);

  await other.observe([product({ external_id: '1' })]);
  const [first] = await eventsOf(other);
  await other.observe([product({ external_id: '1' })]);
  expect(await eventsOf(other)).toEqual([first]);
});

it('I9 a tenant’s endpoint is told nothing of another tenant, and claims nothing of it', async () => {
  const [mine, other] = [await newShop(), await newShop()];
  const endpoint = await endpointOf(mine);
  await endpointOf(other);
  await other.observe([product({ external_id: '1' })]);
  expect(await eventsOf(mine)).toEqual([]);
  expect(await claim(other, endpoint)).toEqual({ kind: 'left' });
});

it('tells with a page that is rolled back of nothing', async () => {
  const shop = await newShop();
  await endpointOf(shop);
  const page = await shop.stage([product({ external_id: '1' })]);
  await shop.openRun(); // takes the fence
  expect(await shop.merge(page, { run: { ...shop.run, id: randomUUID() } })).toMatchObject({ kind: 'run_replaced' });
  expect(await eventsOf(shop)).toEqual([]);
});
