import { z } from 'zod';
import { PLATFORMS } from '../../src/model/platform';
import { type ApiClient, ApiProblem, apiClient, asOperator } from './api-client';
import { recallDemo, rememberDemo } from './demo-memory';
import { DEMO_STORES } from './demo-stores';
import type { PriceChange } from './price-change';
import type { SimulatorUrls } from './start-simulators';

export interface DemoOptions {
  dataDir: string;
  apiUrl: string;
  operatorKey: string;
  simulators: SimulatorUrls;
  say(line: string): void;
}

export interface ConnectedDemo {
  tenant: { id: string; key: string };
  /** As the demo tenant. */
  api: ApiClient;
  stores: z.infer<typeof ConnectedStore>[];
  /** For whoever wants to see that changes arrive; once the stores were synced. */
  priceChanges: PriceChange[];
}

const NewTenant = z.object({ id: z.string(), api_key: z.object({ key: z.string() }) });
const ConnectedStore = z.object({ id: z.string(), platform: z.enum(PLATFORMS), name: z.string() });

/** Makes the demo tenant and connects its stores, or finds those of the last start. */
export async function connectDemo(options: DemoOptions): Promise<ConnectedDemo> {
  const { dataDir, apiUrl, simulators } = options;
  const tenant = (await rememberedTenant(options)) ?? (await newTenant(options));
  const api = asTenant(apiUrl, tenant);

  const stores = await Promise.all(
    DEMO_STORES.map(({ platform, name, credentials }) =>
      api.post('/v1/stores', ConnectedStore, { platform, name, credentials: credentials(simulators[platform]) }),
    ),
  );
  const storeIds = stores.map(({ id }) => id);
  const memory = recallDemo(dataDir);
  // A simulator whose port was taken has moved, which makes it another store; schedules must not ask the old one.
  const moved = memory.storeIds.filter((id) => !storeIds.includes(id));
  await Promise.all(moved.map((id) => api.delete(`/v1/stores/${id}`)));
  rememberDemo(dataDir, { ...memory, storeIds });
  return { tenant, api, stores, priceChanges: [] };
}

/** Null at the first start, and when the database is another one than then. */
async function rememberedTenant({ dataDir, apiUrl, say }: DemoOptions): Promise<ConnectedDemo['tenant'] | null> {
  const { tenant } = recallDemo(dataDir);
  if (!tenant) return null;
  try {
    await asTenant(apiUrl, tenant).get('/v1/stores?limit=1', z.unknown());
    return tenant;
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
    say(`  the demo tenant of the last start, ${tenant.id}, is not in this database: a new one is made`);
    return null;
  }
}

async function newTenant({ dataDir, apiUrl, operatorKey }: DemoOptions): Promise<ConnectedDemo['tenant']> {
  const operator = asOperator(apiUrl, operatorKey);
  const { id, api_key } = await operator.post('/v1/tenants', NewTenant, { name: 'Demo' });
  const tenant = { id, key: api_key.key };
  rememberDemo(dataDir, { ...recallDemo(dataDir), tenant, storeIds: [] });
  return tenant;
}

const asTenant = (url: string, { id, key }: ConnectedDemo['tenant']) =>
  apiClient(url, { 'X-TENANT-ID': id, 'X-TENANT-API-KEY': key });
