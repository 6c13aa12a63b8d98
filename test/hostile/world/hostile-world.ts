import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type ApiClient, apiClient } from '../../../local/demo/api-client';
import type { ShopifySimulator } from '../../../simulators/shopify/start';
import type { WooCommerceSimulator } from '../../../simulators/woocommerce/start';
import { Run } from '../../../src/api/schemas/run';
import type { Platform } from '../../../src/model/platform';
import { RUN_MODES } from '../../../src/model/run';
import type { GoesOn, RunEnd } from '../stores/hostility';
import { SHOPIFY_HOSTILITIES } from '../stores/shopify';
import { WOO_HOSTILITIES } from '../stores/woocommerce';

/** What the hostile stores are played against: programs and simulators that somebody else starts and ends. */
export interface HostileWorld {
  apiUrl: string;
  operatorKey: string;
  wooCommerce: WooCommerceSimulator;
  shopify: ShopifySimulator;
}

export interface Tenant {
  id: string;
  headers: Record<string, string>;
  api: ApiClient;
}

export interface HostileStore {
  /** Platform and hostility. */
  name: string;
  id: string;
  platform: Platform;
  tenant: Tenant;
  ends: RunEnd | GoesOn;
  /** Requests that it got so far. */
  requests(): number;
}

const NewTenant = z.object({ id: z.string(), api_key: z.object({ key: z.string() }) });
const NewStore = z.object({ id: z.string() });
const Stores = z.object({ items: z.array(z.object({ status: z.string() })) });
const Accepted = z.object({ run_id: z.string() });
const AnyRun = z.object(Run.shape);
const Runs = z.object({ items: z.array(AnyRun) });
export type AnyRun = z.infer<typeof AnyRun>;

export async function newTenant({ apiUrl, operatorKey }: HostileWorld, name: string): Promise<Tenant> {
  const operator = apiClient(apiUrl, { 'X-OPERATOR-KEY': operatorKey });
  const { id, api_key } = await operator.post('/v1/tenants', NewTenant, { name });
  const headers = { 'X-TENANT-ID': id, 'X-TENANT-API-KEY': api_key.key };
  return { id, headers, api: apiClient(apiUrl, headers) };
}

/** Connects a store of each kind while it is honest, and turns it hostile. */
export async function hostileStores(
  world: HostileWorld,
  tenant: Tenant,
  isMeant: (hostility: Pick<HostileStore, 'name' | 'ends'> & { long?: true }) => boolean | undefined = () => true,
) {
  const stores: HostileStore[] = [];
  for (const { name, products, turn, ends } of WOO_HOSTILITIES.filter(isMeant)) {
    const shop = world.wooCommerce.addShop({
      name: `hostile-${randomBytes(6).toString('hex')}`,
      products,
      variableShare: 0,
    });
    const id = await connected(tenant, 'woocommerce', wooCredentials(shop));
    turn(shop);
    stores.push({
      name: `woocommerce: ${name}`,
      id,
      platform: 'woocommerce',
      tenant,
      ends,
      requests: () => shop.requestLog.length,
    });
  }
  for (const { name, products, turn, ends, bulk } of SHOPIFY_HOSTILITIES.filter(isMeant)) {
    const shop = world.shopify.addShop({ domain: `hostile-${randomBytes(6).toString('hex')}.myshopify.com`, products });
    const id = await connected(tenant, 'shopify', { shop_domain: shop.domain, access_token: shop.accessToken });
    if (bulk) await patchStore(world, tenant, id, { settings: { bulk_above: { products: 0, variants: 0 } } });
    turn(shop);
    stores.push({
      name: `shopify: ${name}`,
      id,
      platform: 'shopify',
      tenant,
      ends,
      requests: () => shop.counters.requests,
    });
  }
  return stores;
}

export function wooCredentials({
  url,
  consumerKey,
  consumerSecret,
}: {
  url: string;
  consumerKey: string;
  consumerSecret: string;
}) {
  return { store_url: url, consumer_key: consumerKey, consumer_secret: consumerSecret };
}

export async function connected(tenant: Tenant, platform: Platform, credentials: object): Promise<string> {
  return (await tenant.api.post('/v1/stores', NewStore, { platform, credentials })).id;
}

async function patchStore({ apiUrl }: HostileWorld, { headers }: Tenant, id: string, body: object): Promise<void> {
  const { status } = await fetch(`${apiUrl}/v1/stores/${id}`, {
    method: 'PATCH',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (status !== 200) throw new Error(`the store's settings were answered ${status}`);
}

/** Answers the run's id. */
export async function startSync({
  id,
  platform,
  tenant,
}: Pick<HostileStore, 'id' | 'platform' | 'tenant'>): Promise<string> {
  const { run_id } = await tenant.api.post(`/v1/catalog/sync/${platform}`, Accepted, { store_id: id });
  return run_id;
}

export const readRun = ({ api }: Tenant, runId: string): Promise<AnyRun> => api.get(`/v1/sync-runs/${runId}`, AnyRun);

/** The run when it has ended; null when it has not within the time. */
export async function whenEnded(tenant: Tenant, runId: string, withinMs: number): Promise<AnyRun | null> {
  for (const until = performance.now() + withinMs; performance.now() < until; await sleep(200)) {
    const run = await readRun(tenant, runId);
    if (run.finished_at !== null) return run;
  }
  return null;
}

/** Looks until no run of the tenant is under way, or the time is over. `beside` is done at each look. */
export async function whenAllEnded({ api }: Tenant, withinMs: number, beside: () => Promise<void>): Promise<void> {
  for (const until = performance.now() + withinMs; performance.now() < until; await sleep(500)) {
    const { items } = await api.get(`/v1/sync-runs?mode=${RUN_MODES}&limit=200`, Runs);
    if (items.every(({ finished_at }) => finished_at !== null)) return;
    await beside();
  }
}

/** How the store's run ended, in the words of `ends`. */
export async function endOf({ tenant }: HostileStore, runId: string): Promise<RunEnd> {
  const { status, error, problems } = await readRun(tenant, runId);
  const [problem] = problems;
  return { status, ...(error && { error: error.type }), ...(problem && { problem: problem.type }) };
}

export async function storeStatuses({ api }: Tenant): Promise<string[]> {
  return (await api.get('/v1/stores?limit=200', Stores)).items.map(({ status }) => status);
}
