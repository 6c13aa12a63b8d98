import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startWooCommerceSimulator } from '../../../simulators/woocommerce/start';
import type { WebhookRegistrar } from '../../../src/platforms/webhooks';
import { byHand } from '../../../src/platforms/woocommerce/webhooks/by-hand';
import { woocommerce } from '../../../src/platforms/woocommerce/woocommerce';
import recorded from '../../fixtures/woocommerce/webhook-refusals.json';
import { connected, SURROUNDINGS, signal } from './simulated-store';

const URL_HERE = 'http://127.0.0.1:9/webhooks/woocommerce/1';

let simulator: Awaited<ReturnType<typeof startWooCommerceSimulator>>;
let server: Server;
let answer: { status: number; answer: unknown } = { status: 200, answer: [] };
const asked: string[] = [];
beforeAll(async () => {
  simulator = await startWooCommerceSimulator();
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    request.resume().on('end', () => {
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await simulator.close();
  await new Promise((resolve) => server.close(resolve));
});

function registrarOf({ webhooks }: { webhooks?: WebhookRegistrar }): WebhookRegistrar {
  if (webhooks === undefined) throw new Error('the platform has webhooks');
  return webhooks;
}

/** Of a store that gives one recorded answer. */
function answering(name: keyof typeof recorded): WebhookRegistrar {
  answer = recorded[name];
  const { port } = server.address() as AddressInfo;
  const credentials = {
    store_url: `http://127.0.0.1:${port}`,
    consumer_key: 'ck_of_the_tests',
    consumer_secret: 'cs_of_the_tests',
    authentication: 'basic' as const,
  };
  return registrarOf(woocommerce.open({ credentials, renew: async () => credentials }, SURROUNDINGS));
}

const register = (registrar: WebhookRegistrar, more = {}) =>
  registrar.register({
    topic: 'product.updated',
    deliveryUrl: URL_HERE,
    secret: 'a secret of 20 bytes',
    signal,
    ...more,
  });

it.each(['plain-http', 'https', 'header-stripped', 'tls-proxy'] as const)(
  'makes, lists and removes webhooks where the key is taken as %s does',
  async (auth) => {
    const shop = simulator.addShop({ name: `auth-${auth}`, products: 1, auth });
    const registrar = registrarOf(await connected(shop));

    const made = await register(registrar);
    if (made.kind !== 'registered') throw new Error(made.kind);

    const { externalId } = made;
    const webhook = { externalId, topic: 'product.updated', deliveryUrl: URL_HERE, isActive: true };
    expect(await registrar.list(signal)).toEqual({ kind: 'listed', webhooks: [webhook] });
    expect([...shop.webhooks.registered.values()]).toMatchObject([
      { secret: 'a secret of 20 bytes', status: 'active' },
    ]);
    expect(await registrar.remove({ externalId, signal })).toEqual({ kind: 'removed' });
    expect(await registrar.remove({ externalId, signal })).toEqual({ kind: 'removed' });
    expect(shop.webhooks.registered.size).toBe(0);
  },
);

it('lists all, over several pages, and tells which are switched off', async () => {
  const shop = simulator.addShop({ name: 'many', products: 1 });
  for (let nth = 0; nth < 205; nth++) {
    const webhook = await shop.webhooks.add({ topic: 'product.updated', deliveryUrl: URL_HERE });
    if (nth === 204) webhook.status = 'disabled';
  }
  const listed = await registrarOf(await connected(shop)).list(signal);
  if (listed.kind !== 'listed') throw new Error(listed.kind);
  expect(listed.webhooks).toHaveLength(205);
  expect(listed.webhooks.filter(({ isActive }) => !isActive)).toHaveLength(1);
});

it('takes the 401 of a Read key for a refusal of this alone', async () => {
  const refusal = { kind: 'refused', why: 'read_only', detail: expect.stringContaining('may only read') };
  expect(await register(answering('createWithReadKey'))).toEqual(refusal);
  expect(await answering('createWithReadKey').remove({ externalId: '7', signal })).toEqual(refusal);
});

it('tells a key apart that may not even list them', async () => {
  expect(await answering('listWithKeyOfCustomer').list(signal)).toMatchObject({ kind: 'refused', why: 'read_only' });
  expect(await answering('listWithWriteKey').list(signal)).toMatchObject({ kind: 'credentials_rejected' });
});

it('tells a topic or an address that the shop does not take apart', async () => {
  expect(await register(answering('wrongTopic'))).toMatchObject({ kind: 'refused', why: 'topic' });
  expect(await register(answering('wrongAddress'))).toMatchObject({ kind: 'refused', why: 'address' });
});

it('removes for good', async () => {
  asked.length = 0;
  await answering('trash').remove({ externalId: '7', signal });
  expect(asked).toEqual(['DELETE /wp-json/wc/v3/webhooks/7?force=true']);
});

it('has a word of the shop’s admin for each topic', () => {
  expect(byHand.topics.map(({ topic }) => topic)).toEqual(woocommerce.webhooks?.topics);
});
