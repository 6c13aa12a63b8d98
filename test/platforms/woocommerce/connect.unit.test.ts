import { startWooCommerceSimulator } from '../../../simulators/woocommerce/start';
import { oneLine } from '../../../src/model/one-line';
import { woocommerce } from '../../../src/platforms/woocommerce/woocommerce';
import { credentialsOf, type Shop, SURROUNDINGS } from './simulated-store';

let simulator: Awaited<ReturnType<typeof startWooCommerceSimulator>>;
beforeAll(async () => {
  simulator = await startWooCommerceSimulator();
});
afterAll(() => simulator.close());

const connect = (shop: Shop, changes: Partial<ReturnType<typeof credentialsOf>> = {}) =>
  woocommerce.connect({ ...credentialsOf(shop), ...changes }, SURROUNDINGS);

describe('connecting a WooCommerce store', () => {
  it('tells currency, count, name, identity and clock, and keeps what it found', async () => {
    const shop = simulator.addShop({ name: 'new', products: 12, currency: 'JPY' });
    expect(await connect(shop)).toEqual({
      kind: 'connected',
      credentials: { ...credentialsOf(shop), authentication: 'oauth', variations_endpoint: true },
      facts: {
        kind: 'facts',
        name: 'new',
        currency: 'JPY',
        productCount: 12,
        variantCount: null,
        identity: new URL(shop.url).host + new URL(shop.url).pathname,
        storeTime: expect.stringMatching(/^2\d{3}-.*Z$/),
        abilities: { authentication: 'oauth', variations_endpoint: true },
      },
    });
  });

  it('notices that a version before 10.3 has no list of all variations', async () => {
    const shop = simulator.addShop({ name: 'old', version: '9.9.5' });
    expect(await connect(shop)).toMatchObject({ credentials: { variations_endpoint: false } });
  });

  it('I8 never sends the secret over plain http while signatures work', async () => {
    const shop = simulator.addShop({ name: 'plain', auth: 'plain-http' });
    await connect(shop);
    expect(shop.requestLog.length).toBeGreaterThan(3);
    for (const { path } of shop.requestLog) expect(path).not.toContain(shop.consumerSecret);
  });

  it('counts what the listing shows: drafts too, the bin not', async () => {
    const shop = simulator.addShop({ name: 'states', products: 5 });
    const [first = '', second = ''] = shop.products.keys();
    shop.unpublish(first);
    shop.trash(second);
    expect(await connect(shop)).toMatchObject({ facts: { productCount: 4 } });
  });

  it('says which part of the credentials is wrong', async () => {
    const shop = simulator.addShop({ name: 'keys' });
    expect(await connect(shop, { consumer_key: 'ck_other' })).toMatchObject({
      kind: 'credentials_rejected',
      detail: expect.stringContaining('does not know this consumer key'),
    });
    expect(await connect(shop, { consumer_secret: 'cs_other' })).toMatchObject({
      kind: 'credentials_rejected',
      detail: expect.stringContaining('consumer secret is not the one'),
    });
  });

  it('says what the key lacks', async () => {
    const writing = simulator.addShop({ name: 'write-only', permissions: 'write' });
    expect(await connect(writing)).toMatchObject({
      kind: 'credentials_rejected',
      detail: expect.stringContaining('Read'),
    });
    const customer = simulator.addShop({ name: 'customer', keyOwner: 'customer' });
    expect(await connect(customer)).toMatchObject({
      kind: 'forbidden',
      detail: expect.stringContaining('shop manager'),
    });
  });

  it('says that there is no shop at an address', async () => {
    const shop = simulator.addShop({ name: 'here' });
    expect(await connect(shop, { store_url: `${shop.url}/nowhere` })).toMatchObject({
      kind: 'not_found',
      detail: expect.stringContaining('no WordPress REST API'),
    });
  });

  it.each(['USDT', 'eur', 'points\n\u0000'])(
    'names the currency %j that a catalogue cannot have, and what to do',
    async (currency) => {
      const shop = simulator.addShop({ name: `sells-for-${currency.replace(/\W/g, '')}`, currency });
      const named = `names the currency ${JSON.stringify(oneLine(currency))}, which is no ISO 4217 code such as "EUR": choose one`;
      expect(await connect(shop)).toMatchObject({ kind: 'unreadable', detail: expect.stringContaining(named) });
    },
  );

  it('connects behind a notice, and to a site that hides its description', async () => {
    const shop = simulator.addShop({ name: 'noisy', products: 3 });
    shop.faults.add({ path: '/wc/', answer: { noticeBeforeJson: true } });
    shop.faults.add({ path: '/wp-json/?', answer: { status: 403 } });
    expect(await connect(shop)).toMatchObject({ facts: { name: null, productCount: 3, identity: expect.any(String) } });
  });

  it.each([
    [{ html: 500 }, 'unavailable'],
    [{ html: 503 }, 'throttled'],
    [{ html: 429 }, 'throttled'],
    [{ html: 403 }, 'unavailable'],
    [{ reset: true }, 'unavailable'],
    [{ truncate: true }, 'unreadable'],
    [{ status: 200, body: '<html>Hello</html>' }, 'unreadable'],
  ] as const)('tells %j as %p', async (answer, kind) => {
    const shop = simulator.addShop({ name: `bad-${JSON.stringify(answer).replace(/\W/g, '')}`, products: 1 });
    shop.faults.add({ answer });
    const outcome = await connect(shop);
    expect(outcome).toMatchObject({ kind });
    expect(JSON.stringify(outcome)).not.toContain(shop.consumerSecret);
  });
});
