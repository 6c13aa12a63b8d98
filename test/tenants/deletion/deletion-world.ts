import { randomBytes } from 'node:crypto';
import { serveApi } from '../../../src/api/serve';
import { createLogger } from '../../../src/process/logger';
import { createSealer } from '../../../src/stores/sealed-credentials';
import type { Tenant } from '../../../src/tenants/tenant';
import { type Ask, asker } from '../../api/ask';
import { type SyncWorld, type SyncWorldOptions, startSyncWorld } from '../../support/sync-world';
import { until } from '../../support/until';

export interface DeletionWorld extends SyncWorld {
  url: string;
  operator: Ask;
  tenant(name: string): Promise<{ id: string; ask: Ask }>;
  /** What the operator is shown of the tenant; undefined once it is gone. */
  shown(tenantId: string): Promise<Tenant | undefined>;
  askForDeletion(tenantId: string, name: string): ReturnType<Ask>;
  /** Waits until the deletion's workflow has ended, and the tenant is no longer shown. */
  whenDeleted(tenantId: string): Promise<void>;
  /** How many executions Temporal's visibility shows. */
  executions(query: string): Promise<number>;
}

/** A whole service, with the API over HTTP for its operator. */
export async function deletionWorld(options: SyncWorldOptions = {}): Promise<DeletionWorld> {
  const world = await startSyncWorld(options);
  const api = await serveApi(
    {
      database: world.database,
      temporal: world.temporal,
      sealer: createSealer([randomBytes(32)]),
      publicUrl: null,
      surroundings: { allowPrivateStores: true, storePorts: [443] },
      log: createLogger({ logLevel: 'silent', logFormat: 'json' }, []),
      operatorKey: 'operator',
    },
    { port: 0, host: '127.0.0.1' },
  );
  const url = `http://127.0.0.1:${api.port}`;
  const operator = asker(url, { 'x-operator-key': 'operator' });
  const shown: DeletionWorld['shown'] = async (tenantId) => {
    const { body } = await operator('GET /v1/tenants?limit=200');
    return body.items.find(({ id }: Tenant) => id === tenantId);
  };
  return {
    ...world,
    url,
    operator,
    shown,
    async tenant(name) {
      const { body } = await operator('POST /v1/tenants', { json: { name } });
      const headers = { 'x-tenant-id': body.id, 'x-tenant-api-key': body.api_key.key };
      return { id: body.id, ask: asker(url, headers) };
    },
    askForDeletion: (tenantId, name) => operator(`DELETE /v1/tenants/${tenantId}`, { json: { confirm_name: name } }),
    async whenDeleted(tenantId) {
      const isOver = async () => {
        const { status } = await world.describe(`delete-tenant/${tenantId}`);
        if (status.name === 'FAILED') throw new Error('the deletion failed');
        return status.name === 'COMPLETED';
      };
      await until('the deletion has ended', isOver, 120_000);
      expect(await shown(tenantId)).toBeUndefined();
    },
    executions: async (query) =>
      world.client(async ({ workflow }) => {
        const { count } = await workflow.count(query);
        return count;
      }),
    async close() {
      await api.stop();
      await world.close();
    },
  };
}
