import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { readJson, writeJson } from '../answers/json';
import type { RawValue } from '../catalogue/raw';
import type { WooShop } from '../shop';
import type { WooCommerceSimulator } from '../start';
import { ChangeMessage, FaultMessage, ShopMessage } from './control-messages';

type Reply = { status: number; body: RawValue };

/** The simulator's own API under /__control, for a test or a demo in another process. */
export async function handleControlRequest(
  simulator: WooCommerceSimulator,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await text(request);
  const { status, body: reply } = replyTo(simulator, `${request.method} ${request.url}`, body);
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(writeJson(reply));
}

function replyTo(simulator: WooCommerceSimulator, asked: string, body: string): Reply {
  const [, method, name, part] = /^(\w+) \/__control\/shops(?:\/([\w.-]+))?(?:\/(\w+))?\/?$/.exec(asked) ?? [];
  const shop = simulator.shops.find((candidate) => candidate.name === name);
  if (method === undefined || (name !== undefined && shop === undefined)) return notFound(asked);
  try {
    return (
      (shop === undefined ? ofAll(simulator, method, body) : ofShop(shop, `${method} ${part ?? ''}`, body)) ??
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

function ofShop(shop: WooShop, asked: string, body: string): Reply | null {
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
          apply(shop, message);
        });
      shop.faults.add({ ...fault, change });
      return { status: 201, body: describe(shop) };
    }
    case 'DELETE faults':
      shop.faults.clear();
      return { status: 200, body: describe(shop) };
    case 'POST changes':
      for (const change of z.array(ChangeMessage).parse(readJson(body))) apply(shop, change);
      return { status: 200, body: describe(shop) };
    default:
      return null;
  }
}

function apply(shop: WooShop, change: ChangeMessage): void {
  switch (change.op) {
    case 'put':
      shop.put(change.product);
      return;
    case 'patch':
      shop.patch(change.id, change.fields);
      return;
    case 'writeDirectly':
      shop.writeDirectly(change.id, change.fields);
      return;
    case 'putVariation':
      shop.putVariation(change.parentId, change.variation);
      return;
    case 'patchVariation':
      shop.patchVariation(change.parentId, change.id, change.fields);
      return;
    case 'removeVariation':
      shop.removeVariation(change.parentId, change.id);
      return;
    case 'currency':
      shop.currency = change.code;
      return;
    case 'clock':
      shop.clock.offsetSeconds = change.offsetSeconds;
      return;
    case 'timeZone':
      shop.site.timeZone = change.zone;
      return;
    case 'publishPlanned':
      shop.publishPlanned();
      return;
    default:
      shop[change.op](change.id);
  }
}

function describe(shop: WooShop): RawValue {
  const { name, url, homeUrl, consumerKey, consumerSecret, currency, products, counters } = shop;
  return { name, url, homeUrl, consumerKey, consumerSecret, currency, products: products.size, counters };
}

function notFound(asked: string): Reply {
  return { status: 404, body: { message: `${asked} is nothing the simulator knows` } };
}
