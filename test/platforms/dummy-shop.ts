import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface DummyProduct {
  id: string;
  name: string;
  price: string;
  stock: number;
}

export interface DummyShop {
  origin: string;
  code: string;
  token: string;
  /** By id, in the order of the listing. */
  products: Map<string, DummyProduct>;
  /** The next page of the listing is an error page that shows `formerToken`. */
  breakNextPage(): void;
  formerToken: string;
  close(): Promise<void>;
}

const PRODUCTS_A_PAGE = 2;

/** The shop that the dummy platform talks to. */
export async function startDummyShop(products: readonly DummyProduct[]): Promise<DummyShop> {
  const byId = new Map(products.map((product) => [product.id, product]));
  const [code, token, formerToken] = ['acme', 'dmy_0123456789abcdef', 'dmy_fedcba9876543210'];
  let isBroken = false;

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://shop');
    const [, shops, shop, collection, id] = pathname.split('/');
    if (request.headers.authorization !== `Bearer ${token}`) return answer(response, 401, { error: 'no_such_token' });
    if (shops !== 'shops' || shop !== code) return answer(response, 404, { error: 'no_such_shop' });
    if (collection === undefined) {
      return answer(response, 200, { id: 'shop-1', name: 'Acme', currency: 'EUR', products: byId.size });
    }
    if (id !== undefined) {
      const product = byId.get(id);
      return product ? answer(response, 200, product) : answer(response, 404, { error: 'no_such_product' });
    }
    if (isBroken) {
      isBroken = false;
      return response.writeHead(500).end(`Cannot forget ${formerToken}`);
    }
    const after = searchParams.get('after');
    const left = [...byId.values()].filter((product) => after === null || product.id > after);
    const page = left.slice(0, PRODUCTS_A_PAGE);
    return answer(response, 200, {
      products: page,
      next: left.length > page.length ? (page.at(-1)?.id ?? null) : null,
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    origin: `http://127.0.0.1:${port}`,
    code,
    token,
    formerToken,
    products: byId,
    breakNextPage: () => {
      isBroken = true;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
