import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Pool } from 'pg';
import { createTables } from './create-tables';
import { readShopify } from './read-shopify';
import { readWooCommerce, readWooCommerceOneByOne, type WooStore } from './read-woocommerce';
import type { ProductRow } from './row';
import { upsertPage } from './upsert-page';
import { upsertRows } from './upsert-rows';

/** Takes a page; resolves when there is room for the next one. */
export type PageSink = (products: ProductRow[]) => Promise<void>;

/** How pages become rows: see the contestants. */
export type Way = 'limit' | 'row by row' | 'row by row, a commit a page';

export interface PlainOrder {
  way: Way;
  databaseUrl: string;
  store: { platform: 'shopify'; address: string; accessToken: string } | ({ platform: 'woocommerce' } & WooStore);
}

/** Statements under way: more do not help on two cores. */
const WRITERS = 4;

/** A bare contestant: see `line-program.ts` for how it is talked to. */
async function main(): Promise<void> {
  const order: PlainOrder = JSON.parse(process.argv[2] ?? '');
  const pool = new Pool({ connectionString: order.databaseUrl, max: WRITERS });
  await createTables(pool);
  await connectAll(pool);

  const lines = createInterface({ input: process.stdin });
  const gone = once(lines, 'close');
  console.log('ready');
  await once(lines, 'line');
  const startedAt = performance.now();
  await run(order, pool);
  console.log(JSON.stringify({ seconds: (performance.now() - startedAt) / 1000 }));
  await gone;
  await pool.end();
}

async function run({ way, store }: PlainOrder, pool: Pool): Promise<void> {
  const isLimit = way === 'limit';
  const writing = new Set<Promise<void>>();
  const sink: PageSink = isLimit
    ? async (products) => {
        const written = upsertPage(pool, products).then(() => {
          writing.delete(written);
        });
        writing.add(written);
        if (writing.size >= WRITERS) await Promise.race(writing);
      }
    : (products) => writeRows(pool, products, way);

  if (store.platform === 'shopify') await readShopify(store.address, store.accessToken, sink, isLimit);
  else await (isLimit ? readWooCommerce : readWooCommerceOneByOne)(store, sink);
  await Promise.all(writing);
}

async function writeRows(pool: Pool, products: ProductRow[], way: Way): Promise<void> {
  const client = await pool.connect();
  const transaction = way === 'row by row, a commit a page';
  if (transaction) await client.query('begin');
  await upsertRows(client, products);
  if (transaction) await client.query('commit');
  client.release();
}

/** The clock must not count connecting. */
async function connectAll(pool: Pool): Promise<void> {
  const clients = await Promise.all(Array.from({ length: WRITERS }, () => pool.connect()));
  for (const client of clients) client.release();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
