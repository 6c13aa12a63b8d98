import { join } from 'node:path';
import { ALL_FIELDS } from '../../src/platforms/shopify/queries/product-fields';
import { productsPage } from '../../src/platforms/shopify/queries/products';
import { WHOLE_ROWS } from '../../src/platforms/woocommerce/mapping/row-fields';
import { asAdmin, createDatabase } from '../servers/databases';
import type { Servers } from '../servers/start-servers';
import type { Contestant, Missing } from './contestant';
import { startLineProgram } from './line-program';
import { PEERS, peerEnvironment } from './peer-environment';
import type { PlainOrder } from './plain/program';

const WHAT = {
  shopify:
    'dlt 1.31.0, RESTClient with its cursor paginator on our GraphQL document (250 a page), two tables, JSON columns instead of child tables, CSV loaded with COPY, merge; 2 normalise workers, 4 loaders. Imports are not counted.',
  woocommerce:
    'dlt 1.31.0, rest_api source, parallelized, `_fields` as ours, all variations as one listing (10.3 and later) instead of one request a product, JSON columns, CSV loaded with COPY, merge; 2 normalise workers, 4 loaders. Imports are not counted.',
};

const VARIANTS = {
  shopify: `select substring(product_id from '[0-9]+$') as product_id, substring(id from '[0-9]+$') as external_id, sku, price
              from dlt.variants`,
  woocommerce: 'select parent_id as product_id, id as external_id, sku, price from dlt.variations',
};

const PRODUCTS = {
  shopify: `select substring(id from '[0-9]+$') as external_id, title from dlt.products`,
  woocommerce: 'select id as external_id, name as title from dlt.products',
};

export async function dlt(
  servers: Servers,
  workload: string,
  store: PlainOrder['store'],
  say: (line: string) => void,
): Promise<Contestant | Missing> {
  const environment = await peerEnvironment('dlt', say);
  if (environment.kind === 'missing') return { name: 'dlt', missing: environment.why };
  const { platform } = store;
  const database = `${workload}_dlt`.toLowerCase();
  const databaseUrl = await createDatabase(servers, database);
  const order = {
    ...store,
    databaseUrl,
    folder: join(servers.dataDir, `dlt-${workload}`),
    merge: { disposition: 'merge', strategy: 'upsert' },
    query: productsPage(ALL_FIELDS),
    productFields: WHOLE_ROWS.product,
    variationFields: WHOLE_ROWS.variation,
  };

  return {
    name: 'dlt',
    what: WHAT[platform],
    catalogue: { database, products: PRODUCTS[platform], variants: VARIANTS[platform], whole: false },
    reset: async () => {
      await asAdmin(servers, database, 'drop schema if exists dlt cascade');
      await asAdmin(servers, database, 'drop schema if exists dlt_staging cascade');
    },
    async prepare() {
      const args = [join(PEERS, `dlt_${platform}.py`), JSON.stringify(order)];
      const program = await startLineProgram(join(environment.bin, 'python'), args);
      return { processes: { contestant: program.pid }, go: program.go, end: program.end };
    },
  };
}
