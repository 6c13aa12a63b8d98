import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerShop, type Outcome } from './admin-api';
import { html } from './answer';
import { control } from './control/control-api';
import { loadAdminSchema } from './schema/load-schema';
import { createShop, type ShopifyShop } from './shop';
import type { ShopOptions } from './shop-options';

/** Many shops in one process, each at `originTemplate` with its domain in place of `{shop}`. */
export type ShopifySimulator = {
  url: string;
  originTemplate: string;
  addShop(options: ShopOptions): ShopifyShop;
  /** The shop of a domain; throws when there is none. */
  shop(domain: string): ShopifyShop;
  close(): Promise<void>;
};

/** Starts a server that behaves as Shopify's Admin API, on a free port of this machine unless one is given. */
export async function startShopifySimulator(options: { port?: number } = {}): Promise<ShopifySimulator> {
  loadAdminSchema();
  const shops = new Map<string, ShopifyShop>();

  function addShop(shopOptions: ShopOptions): ShopifyShop {
    const shop = createShop(shopOptions, `${url}/shops/${shopOptions.domain}`);
    shops.get(shop.domain)?.close();
    shops.set(shop.domain, shop);
    return shop;
  }

  const controlled = { all: () => [...shops.values()], find: (domain: string) => shops.get(domain), add: addShop };

  async function answer(message: IncomingMessage): Promise<Outcome> {
    const body = await readBody(message);
    const { pathname } = new URL(message.url ?? '/', 'http://simulator');
    if (pathname.startsWith('/__control/')) return control(controlled, message.method ?? 'GET', pathname, body);
    const [, domain, path] = /^\/shops\/([^/]+)(\/.*)$/.exec(pathname) ?? [];
    const shop = shops.get(domain ?? '');
    return shop && path ? answerShop(shop, path, message, body) : html(404, 'Store unavailable');
  }

  const server = createServer((message, response) => {
    answer(message)
      .then((outcome) => send(response, outcome))
      .catch((error: Error) => send(response, html(500, `The simulator failed: ${error.message}`)));
  });
  // Node's own 5 seconds pass while a large shop is generated, and the next request meets a reset.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  return {
    url,
    originTemplate: `${url}/shops/{shop}`,
    addShop,
    shop(domain) {
      const shop = shops.get(domain);
      if (!shop) throw new Error(`the simulator has no shop ${domain}`);
      return shop;
    },
    close: () =>
      new Promise((resolve) => {
        for (const shop of shops.values()) shop.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, outcome: Outcome): void {
  if (outcome === 'hang') return;
  if (outcome === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (typeof outcome === 'function') {
    outcome(response);
    return;
  }
  const { status, headers, body } = outcome;
  const length = String(Buffer.byteLength(body));
  response.writeHead(status, { 'x-request-id': randomUUID(), ...headers, 'content-length': length });
  response.end(body);
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
