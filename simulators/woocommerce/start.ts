import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handleControlRequest } from './control/control';
import { serverPage } from './faults/error-pages';
import { handleShopRequest } from './handle-shop-request';
import { createShop, type RunningShop, type WooShop } from './shop';
import type { ShopOptions } from './shop-options';

export type WooCommerceSimulator = {
  /** http://127.0.0.1:<port>; a shop is at <url>/<name>. */
  readonly url: string;
  /** Throws when the name is taken. */
  addShop(options: ShopOptions): WooShop;
  /** Throws when there is none of that name. */
  shop(name: string): WooShop;
  readonly shops: readonly WooShop[];
  /** Ends at once, open connections included. */
  close(): Promise<void>;
};

/** Starts a server that holds many WooCommerce shops, on a free port unless one is given. */
export async function startWooCommerceSimulator({ port = 0 }: { port?: number } = {}): Promise<WooCommerceSimulator> {
  const shops = new Map<string, RunningShop>();
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      // A bug of the simulator must be seen, not taken for a store that fails.
      console.error(`woocommerce simulator failed at ${request.method} ${request.url}:`, error);
      response.destroy();
    });
  });
  // nginx's default. Node's own 5 seconds pass while a large shop is generated, and the next request meets a reset.
  server.keepAliveTimeout = 75_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${portOf(server.address())}`;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = request.url ?? '/';
    if (sent.startsWith('/__control/')) return handleControlRequest(simulator, request, response);
    const name = /^\/([^/?]+)/.exec(sent)?.[1] ?? '';
    const running = shops.get(decodeURIComponent(name));
    if (running !== undefined) return handleShopRequest(running, request, response, sent.slice(name.length + 1));
    const { status, headers, body } = serverPage(404);
    response.writeHead(status, { Server: 'nginx/1.22.1', ...headers }).end(body);
  }

  const simulator: WooCommerceSimulator = {
    url,
    addShop(options) {
      if (shops.has(options.name)) throw new Error(`the shop name ${options.name} is taken`);
      const running = createShop(options, `${url}/${options.name}`);
      shops.set(options.name, running);
      return running.shop;
    },
    shop(name) {
      const running = shops.get(name);
      if (running === undefined)
        throw new Error(`there is no shop ${name}; there are: ${[...shops.keys()].join(', ')}`);
      return running.shop;
    },
    get shops() {
      return [...shops.values()].map(({ shop }) => shop);
    },
    async close() {
      for (const running of shops.values()) running.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return simulator;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server listens on no TCP port');
  return address.port;
}
