import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jsonLines } from '../../simulators/shopify/bulk/bulk-lines';
import type { BulkOperation, BulkOperations } from '../../simulators/shopify/bulk/bulk-operations';
import { executeQuery } from '../../simulators/shopify/execution/execute-query';
import { operationOf, parseQuery } from '../../simulators/shopify/execution/parse-query';
import { queryContext } from '../../simulators/shopify/resolvers/query-context';
import type { ShopifyShop } from '../../simulators/shopify/shop';
import { LINES_EACH } from './shopify-products';

export interface OnDemandBulk {
  shop: ShopifyShop;
  products: number;
  /** Makes the shop show the products from there on, as many as `window`. */
  show(from: number): void;
  window: number;
  /** How long an operation takes. */
  durationMs: number;
}

/**
 * Bulk operations of a shop whose products are made when they are asked for. Their files are written while they are
 * read, a window of products at a time with its lines in Shopify's ungrouped order: gigabytes fit into no string.
 */
export async function makeBulkOnDemand(bulk: OnDemandBulk): Promise<void> {
  const jobs = new Map<string, { operation: BulkOperation; startedAt: number }>();
  const server = createServer((request, response) => {
    const job = jobs.get(request.url?.slice(1) ?? '');
    const [, from] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
    if (!job) response.writeHead(404).end();
    else void write(bulk, job.operation.query, Number(from ?? 0), response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  function look(id: string): BulkOperation | undefined {
    const job = jobs.get(id);
    if (!job) return undefined;
    const { operation, startedAt } = job;
    if (performance.now() - startedAt < bulk.durationMs) return { ...operation, status: 'RUNNING' };
    const objectCount = String(bulk.products * LINES_EACH);
    const url = `http://127.0.0.1:${port}/${id}`;
    // Its size is not known before it is written; Shopify may leave it out as well.
    return { ...operation, status: 'COMPLETED', objectCount, rootObjectCount: String(bulk.products), url };
  }

  const { start, ...rest } = bulk.shop.bulk;
  const operations: BulkOperations = {
    ...rest,
    start(query, grouped) {
      const operation = start(query, grouped);
      if ('status' in operation) jobs.set(operation.id, { operation, startedAt: performance.now() });
      return operation;
    },
    all: () => [...jobs.keys()].flatMap((id) => look(id) ?? []),
    find: look,
  };
  Object.defineProperty(bulk.shop, 'bulk', { value: operations });
}

async function write(
  { shop, products, show, window }: OnDemandBulk,
  query: string,
  fromByte: number,
  response: ServerResponse,
): Promise<void> {
  const parsed = parseQuery(query);
  const operation = 'document' in parsed ? operationOf(parsed.document, undefined, {}) : null;
  if (!operation) throw new Error('a bulk operation without a query');
  response.writeHead(fromByte === 0 ? 200 : 206, {
    'content-type': 'application/jsonl',
    ...(fromByte > 0 && { 'content-range': `bytes ${fromByte}-/*` }),
  });
  let at = 0;
  for (let from = 0; from < products && !response.destroyed; from += window) {
    show(from);
    const { data } = executeQuery(operation, { ...queryContext(shop, new Map()), whole: true });
    const lines = jsonLines(data ?? {}, { grouped: false, nestedAtMost: Number.POSITIVE_INFINITY });
    const piece = Buffer.from(lines.texts.map((line) => `${line}\n`).join(''));
    const skipped = Math.max(0, Math.min(piece.length, fromByte - at));
    at += piece.length;
    if (skipped < piece.length && !response.write(piece.subarray(skipped))) await drained(response);
  }
  response.end();
}

async function drained(response: ServerResponse): Promise<void> {
  await Promise.race([once(response, 'drain'), once(response, 'close')]);
}
