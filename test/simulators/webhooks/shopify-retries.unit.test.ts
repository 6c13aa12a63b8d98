import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../support/until';
import { withSubscriber } from './shopify-subscriber';

const webhookId = ({ headers }: { headers: Record<string, unknown> }) => headers['x-shopify-webhook-id'];

it('tries again what was not answered with a 2xx, as the same delivery, with what it said at first', async () => {
  await withSubscriber({}, async ({ subscribe, shop, product, receiver }) => {
    await subscribe('PRODUCTS_UPDATE');
    receiver.status = 301;
    shop.patch(product.id, { title: 'At first' });
    const { deliveries } = shop.webhooks;
    const [delivery] = deliveries.log;
    await until('it failed', () => delivery?.attempts.length);
    deliveries.hold();
    await until('its next attempt waits', () => delivery?.state === 'held');
    shop.silently(() => shop.patch(product.id, { title: 'Later' }));
    receiver.status = 204;
    deliveries.release();

    await until('it is delivered', () => delivery?.state === 'delivered');
    const statuses = delivery?.attempts.map(({ status }) => status);
    expect(statuses).toEqual([...Array.from({ length: receiver.received.length - 1 }, () => 301), 204]);
    const [first, ...others] = receiver.received;
    for (const other of others) expect(other).toEqual(first);
    expect(JSON.parse(first?.body ?? '')).toMatchObject({ title: 'At first' });
  });
});

it('waits for an answer no longer than it may', async () => {
  await withSubscriber({ webhooks: { answerLimitMs: 50 } }, async ({ subscribe, shop, product, receiver, came }) => {
    await subscribe('PRODUCTS_UPDATE');
    receiver.status = null;
    shop.patch(product.id, {});
    await came(2);
    const [delivery] = shop.webhooks.deliveries.log;
    expect(delivery?.attempts[0]).toMatchObject({ status: null, error: 'no answer within 50 ms' });
  });
});

it('removes a subscription when the eighth retry has failed as well, and sends it nothing more', async () => {
  const quickly = { webhooks: { retryTimeScale: 0.000_01 } };
  await withSubscriber(quickly, async ({ subscribe, shop, product, receiver }) => {
    await subscribe('PRODUCTS_UPDATE', 'PRODUCTS_DELETE');
    receiver.status = 500;
    shop.patch(product.id, {});
    const { subscriptions, deliveries } = shop.webhooks;
    await until('it is removed', () => subscriptions.all().length === 1);
    expect(subscriptions.all()).toMatchObject([{ topic: 'PRODUCTS_DELETE' }]);
    expect(receiver.received).toHaveLength(9);
    expect(new Set(receiver.received.map(webhookId)).size).toBe(1);
    expect(deliveries.log).toMatchObject([{ state: 'given up' }]);
  });
});

it('keeps a subscription that answers others', async () => {
  const quickly = { webhooks: { retryTimeScale: 0.000_01 } };
  await withSubscriber(quickly, async ({ subscribe, shop, product, receiver }) => {
    await subscribe('PRODUCTS_UPDATE');
    const isRefused = () => receiver.received.at(-1)?.body.includes('"Refused"');
    Object.defineProperty(receiver, 'status', { get: () => (isRefused() ? 500 : 200) });
    shop.patch(product.id, { title: 'Refused' });
    const { subscriptions, deliveries } = shop.webhooks;
    const [refused] = deliveries.log;
    await until('it failed', () => refused?.attempts.length);
    // Held, so that the other one is answered between two of its attempts, however busy the machine is.
    deliveries.hold();
    await until('its next attempt waits', () => refused?.state === 'held');
    shop.patch(product.id, { title: 'Taken' });
    deliveries.release({ newestFirst: true });

    await until('it is given up', () => refused?.state === 'given up');
    expect(deliveries.log[1]).toMatchObject({ state: 'delivered' });
    expect(subscriptions.all()).toHaveLength(1);
  });
});

it('sends to the address that a delivery was made for', async () => {
  await withSubscriber({}, async ({ create, ask, shop, product, receiver, came }) => {
    const { id } = (await create('PRODUCTS_UPDATE')).webhookSubscription;
    receiver.status = 500;
    shop.patch(product.id, {});
    await came(1);
    await ask(`mutation {
      webhookSubscriptionUpdate(id: "${id}", webhookSubscription: { uri: "${receiver.url}/moved" }) { userErrors { message } }
    }`);
    const [, second] = await came(2);
    expect(second?.path).toBe('/hooks');
  });
});

it('tries nothing again for a subscription that was deleted, and still tells of the uninstalled app', async () => {
  await withSubscriber({}, async ({ create, subscribe, ask, shop, product, receiver, came }) => {
    const { id } = (await create('PRODUCTS_UPDATE')).webhookSubscription;
    await subscribe('PRODUCTS_DELETE', 'APP_UNINSTALLED');
    const { deliveries } = shop.webhooks;
    deliveries.hold();
    shop.patch(product.id, {});
    shop.remove(product.id);
    await ask(`mutation { webhookSubscriptionDelete(id: "${id}") { userErrors { message } } }`);
    shop.uninstall();
    deliveries.release();

    const [told] = await came(1);
    expect(told?.headers['x-shopify-topic']).toBe('app/uninstalled');
    await until('it is noted', () => deliveries.log[2]?.state === 'delivered');
    expect(deliveries.log.map(({ state }) => state)).toEqual(['dropped', 'dropped', 'delivered']);
    expect(receiver.received).toHaveLength(1);
  });
});

it('signs with the old secret of the app until it is revoked, and takes both for a token', async () => {
  const app = { clientId: 'app-1', clientSecret: 'shpss_old' };
  await withSubscriber(app, async ({ subscribe, shop, product, came, origin }) => {
    await subscribe('PRODUCTS_UPDATE');
    const grants = async (client_secret: string) => {
      const response = await fetch(`${origin}/admin/oauth/access_token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ grant_type: 'client_credentials', client_id: 'app-1', client_secret }),
      });
      return response.status;
    };
    const signature = async (at: number) => {
      shop.patch(product.id, {});
      const told = (await came(at)).at(-1);
      const by = (secret: string) => createHmac('sha256', secret).update(`${told?.body}`).digest('base64');
      return { sent: told?.headers['x-shopify-hmac-sha256'], by };
    };

    const rotated = shop.secrets.rotate();
    const before = await signature(1);
    expect(before.sent).toBe(before.by('shpss_old'));
    expect([await grants('shpss_old'), await grants(rotated)]).toEqual([200, 200]);

    shop.secrets.revokeOld();
    const after = await signature(2);
    expect(after.sent).toBe(after.by(rotated));
    expect([await grants('shpss_old'), await grants(rotated)]).toEqual([401, 200]);
  });
});

it('holds deliveries back, and sends the newest first when it is told to', async () => {
  await withSubscriber({}, async ({ subscribe, shop, product, receiver, came }) => {
    await subscribe('PRODUCTS_UPDATE');
    shop.webhooks.deliveries.hold();
    for (const title of ['First', 'Second', 'Third']) shop.patch(product.id, { title });
    expect(shop.webhooks.deliveries.log.map(({ state }) => state)).toEqual(['held', 'held', 'held']);
    await sleep(0);
    expect(receiver.received).toEqual([]);

    shop.webhooks.deliveries.release({ newestFirst: true });
    expect((await came(3)).map(({ body }) => JSON.parse(body).title)).toEqual(['Third', 'Second', 'First']);
  });
});

it('loses, doubles and repeats deliveries when it is told to', async () => {
  await withSubscriber({}, async ({ subscribe, shop, product, came }) => {
    await subscribe('PRODUCTS_UPDATE', 'PRODUCTS_DELETE');
    const { deliveries } = shop.webhooks;
    deliveries.drop(1, 'products/update');
    shop.patch(product.id, { title: 'Lost' });
    deliveries.duplicate(1);
    shop.remove(product.id);

    const [one, other] = await came(2);
    expect(one).toMatchObject({ body: `{"id":${product.id}}`, headers: { 'x-shopify-topic': 'products/delete' } });
    expect(other).toEqual(one);
    deliveries.redeliver(`${one && webhookId(one)}`);
    expect((await came(3))[2]).toEqual(one);
    expect(deliveries.log.map(({ state }) => state)).toEqual(['dropped', 'delivered']);
  });
});

it('ends with the simulator: nothing waits to be tried again, nobody is waited for', async () => {
  await withSubscriber({}, async ({ subscribe, shop, product, receiver, came, simulator }) => {
    await subscribe('PRODUCTS_UPDATE', 'BULK_OPERATIONS_FINISH');
    receiver.status = null;
    shop.patch(product.id, {});
    await came(1);
    await simulator.close();
    const [delivery] = shop.webhooks.deliveries.log;
    await until('it is broken off', () => delivery?.attempts.length);
    expect(delivery?.attempts).toMatchObject([{ error: 'the simulator was closed' }]);
    shop.patch(product.id, {});
    expect(shop.webhooks.deliveries.log[1]).toMatchObject({ state: 'dropped', attempts: [] });
  });
});
