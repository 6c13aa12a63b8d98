import type { WooShop } from '../../simulators/woocommerce/shop';
import { type ServedWorld, servedWorld } from '../api/served-world';
import { type Ran, type RunOptions, run } from './run-in-test';

type Products = NonNullable<Parameters<ServedWorld['wooCommerce']>[0]['products']>;

/** A service, a tenant of it made by the command line, and the commands of both callers. */
export interface CliWorld {
  served: ServedWorld;
  tenantId: string;
  environment: NodeJS.ProcessEnv;
  operator(...args: string[]): Promise<Ran>;
  tenant(...args: string[]): Promise<Ran>;
  /** As the tenant, with something typed, a terminal or Ctrl-C. */
  tenantWith(options: RunOptions, ...args: string[]): Promise<Ran>;
  // biome-ignore lint/suspicious/noExplicitAny: what it holds is what the tests are about
  json(...args: string[]): Promise<any>;
  /** A shop with its store connected. */
  shop(products: Products): Promise<{ shop: WooShop; storeId: string; name: string }>;
  close(): Promise<void>;
}

export async function cliWorld(): Promise<CliWorld> {
  const served = await servedWorld();
  const asOperator = { CATALOG_SYNC_URL: served.url, CATALOG_SYNC_OPERATOR_KEY: 'operator' };
  const operator = (...args: string[]) => run(args, { environment: asOperator });
  const made = (await operator('tenants', 'add', 'Acme', '--json')).json();
  const environment = {
    CATALOG_SYNC_URL: served.url,
    CATALOG_SYNC_TENANT_ID: made.id,
    CATALOG_SYNC_TENANT_KEY: made.api_key.key,
  };
  const tenantWith: CliWorld['tenantWith'] = (options, ...args) => run(args, { environment, ...options });
  const tenant: CliWorld['tenant'] = (...args) => tenantWith({}, ...args);
  return {
    served,
    tenantId: made.id,
    environment,
    operator,
    tenant,
    tenantWith,
    json: async (...args) => (await tenant(...args, '--json')).json(),
    async shop(products) {
      const { shop, store } = await served.wooCommerce({ products }, made.id);
      return { shop, storeId: store.id, name: store.name };
    },
    close: () => served.close(),
  };
}
