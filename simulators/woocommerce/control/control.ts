import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { readJson, writeJson } from '../answers/json';
import type { RawValue } from '../catalogue/raw';
import type { WooShop } from '../shop';
import type { WooCommerceSimulator } from '../start';
import type { LoggedDelivery } from '../webhooks/shop-webhooks';
import { applyChange } from './apply-change';
import { ChangeMessage, FaultMessage, ShopMessage, StormMessage } from './control-messages';

type Reply = { status: number; body: RawValue };

/** The simulator's own API under /__control, for a test or a demo in another process. */
export async function handleControlRequest(
  simulator: WooCommerceSimulator,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await text(request);
  const { status, body: reply } = await replyTo(simulator, `${request.method} ${request.url}`, body);
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(writeJson(reply));
}

async function replyTo(simulator: WooCommerceSimulator, asked: string, body: string): Promise<Reply> {
  const [, method, name, part] = /^(\w+) \/__control\/shops(?:\/([\w.-]+))?(?:\/(\w+))?\/?$/.exec(asked) ?? [];
  const shop = simulator.shops.find((candidate) => candidate.name === name);
  if (method === undefined || (name !== undefined && shop === undefined)) return notFound(asked);
  try {
    return (
      (shop === undefined ? ofAll(simulator, method, body) : await ofShop(shop, `${method} ${part ?? ''}`, body)) ??
      notFound(asked)
    );
  } catch (error) {
    return { status: 400, body: { message: error instanceof z.ZodError ? z.prettifyError(error) : String(error) } };
  }
}

function ofAll(simulator: WooCommerceSimulator, method: string, body: string): Reply | null {
  if (method === 'GET') return { status: 200, body: simulator.shops.map(describe) };
  if (method !== 'POST') return null;
  return { status: 201, body: describe(simulator.addShop(ShopMessage.parse(readJson(body)))) };
}

async function ofShop(shop: WooShop, asked: string, body: string): Promise<Reply | null> {
  switch (asked) {
    case 'GET ':
      return { status: 200, body: describe(shop) };
    case 'GET products':
      return { status: 200, body: [...shop.products.values()] };
    case 'DELETE counters':
      shop.resetCounters();
      return { status: 200, body: describe(shop) };
    case 'POST faults': {
      const { changes, ...fault } = FaultMessage.parse(readJson(body));
      const change = () =>
        changes.forEach((message) => {
          applyChange(shop, message);
        });
      shop.faults.add({ ...fault, change });
      return { status: 201, body: describe(shop) };
    }
    case 'DELETE faults':
      shop.faults.clear();
      return { status: 200, body: describe(shop) };
    case 'POST changes':
      for (const change of z.array(ChangeMessage).parse(readJson(body))) applyChange(shop, change);
      return { status: 200, body: describe(shop) };
    case 'GET webhooks':
      return { status: 200, body: describeWebhooks(shop) };
    case 'GET deliveries':
      return { status: 200, body: shop.webhooks.deliveries.map(describeDelivery) };
    case 'POST queue':
      await shop.webhooks.runQueue();
      return { status: 200, body: describeWebhooks(shop) };
    case 'POST storm':
      return { status: 200, body: await shop.storm(StormMessage.parse(readJson(body))) };
    default:
      return null;
  }
}

function describe(shop: WooShop): RawValue {
  const { name, url, homeUrl, consumerKey, consumerSecret, currency, products, counters } = shop;
  return { name, url, homeUrl, consumerKey, consumerSecret, currency, products: products.size, counters };
}

function describeWebhooks({ webhooks }: WooShop): RawValue {
  const registered = [...webhooks.registered.values()].map(({ secret: _secret, ...webhook }) => webhook);
  return { registered, waiting: webhooks.waiting, user: webhooks.user };
}

function describeDelivery({ since, sentAt, ...delivery }: LoggedDelivery): RawValue {
  return { ...delivery, since: since.toISOString(), sentAt: sentAt.toISOString() };
}

function notFound(asked: string): Reply {
  return { status: 404, body: { message: `${asked} is nothing the simulator knows` } };
}
