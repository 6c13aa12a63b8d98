import { serveApi } from '../../src/api/serve';
import { createLogger } from '../../src/process/logger';
import { createSealer } from '../../src/stores/sealed-credentials';
import { useOwnNamespace } from '../support/own-namespace';
import { type SyncWorld, startSyncWorld } from '../support/sync-world';
import { untilRun } from '../support/until';
import { type Ask, asker } from './ask';

/** A whole service that is asked over HTTP, in a namespace of its own. */
export interface ServedWorld
  extends Pick<
    SyncWorld,
    'databaseUrl' | 'database' | 'temporal' | 'workerEnvironment' | 'wooCommerce' | 'shopify' | 'sync'
  > {
  url: string;
  operator: Ask;
  tenant(): Promise<{ id: string; ask: Ask }>;
  close(): Promise<void>;
}

export async function servedWorld(): Promise<ServedWorld> {
  await useOwnNamespace();
  const world = await startSyncWorld();
  const { database, temporal, workerEnvironment } = world;
  const { CREDENTIALS_KEY: key = '', SHOPIFY_ORIGIN_TEMPLATE: shopifyOriginTemplate } = workerEnvironment;
  const services = {
    database,
    temporal,
    sealer: createSealer([Buffer.from(key, 'base64')]),
    publicUrl: null,
    surroundings: { allowPrivateStores: true, storePorts: [443], shopifyOriginTemplate },
    log: createLogger({ logLevel: 'silent', logFormat: 'json' }, []),
    operatorKey: 'operator',
  };
  const api = await serveApi(services, { port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${api.port}`;
  const operator = asker(url, { 'x-operator-key': 'operator' });
  return {
    ...world,
    url,
    operator,
    async tenant() {
      const { body } = await operator('POST /v1/tenants', { json: { name: 'Acme' } });
      const headers = { 'x-tenant-id': body.id, 'x-tenant-api-key': body.api_key.key };
      return { id: body.id, ask: asker(url, headers) };
    },
    async close() {
      await api.stop();
      await world.close();
    },
  };
}

export function whenRun(ask: Ask, runId: string, status: string) {
  const look = () => ask(`GET /v1/sync-runs/${runId}`).then(({ body }) => body);
  return untilRun(`is ${status}`, look, (run) => run.status === status);
}
