import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { type ServeOptions, serveApi } from '../../src/api/serve';
import { connectDatabase, type Database } from '../../src/database/database';
import { platformSecretPatterns } from '../../src/platforms/platforms';
import type { ShopifySurroundings } from '../../src/platforms/shopify/settings';
import { createLogger } from '../../src/process/logger';
import { createSealer, type Sealer } from '../../src/stores/sealed-credentials';
import { connectClient, type TemporalClient } from '../../src/temporal/connect-client';
import { createTenant } from '../../src/tenants/create-tenant';
import { patient } from '../support/patience';
import { refuseSecretsInLog } from '../support/secrets/planted';
import { testTemporal, uniqueTaskQueue } from '../support/temporal';
import { createTestDatabase } from '../support/test-database';
import { type Ask, asker } from './ask';

export const OPERATOR_KEY = 'an operator key of the tests';

export interface TestTenant {
  id: string;
  headers: Record<string, string>;
  /** With the tenant's first key, which may do everything. */
  ask: Ask;
}

export interface ApiWorld {
  url: string;
  databaseUrl: string;
  database: Database;
  temporal: TemporalClient;
  /** Of what stores' rows hold. */
  sealer: Sealer;
  /** What was logged, a line each. */
  log: readonly string[];
  /** Without any header that says who asks. */
  ask: Ask;
  operator: Ask;
  tenant(name?: string): Promise<TestTenant>;
  close(): Promise<void>;
}

export interface ApiWorldOptions {
  /** Another world's: this one is a second API on it, with connections of its own. */
  databaseUrl?: string;
  /** Likewise. */
  sealer?: Sealer;
  temporalAddress?: string;
  operatorKey?: string | null;
  surroundings?: Partial<ShopifySurroundings>;
  publicUrl?: string;
  hasMailServer?: boolean;
  serving?: Partial<ServeOptions>;
}

/** The API over HTTP with a database of its own. Nobody works on its task queue: what it starts stays queued. */
export async function apiWorld(options: ApiWorldOptions = {}): Promise<ApiWorld> {
  const { databaseUrl: given } = options;
  const { url: databaseUrl, drop } =
    given === undefined ? await createTestDatabase() : { url: given, drop: async () => undefined };
  const database = connectDatabase(databaseUrl, { patienceMs: patient(5_000) });
  const temporal = temporalAt(options.temporalAddress ?? testTemporal().address);
  const log: string[] = [];
  const services = {
    database,
    temporal,
    sealer: options.sealer ?? createSealer([randomBytes(32)]),
    publicUrl: options.publicUrl ?? null,
    hasMailServer: options.hasMailServer ?? false,
    surroundings: {
      allowPrivateStores: true,
      storePorts: [443],
      shopifyOriginTemplate: 'https://{shop}',
      ...options.surroundings,
    },
    log: createLogger({ logLevel: 'debug', logFormat: 'json' }, platformSecretPatterns, collecting(log)),
    operatorKey: options.operatorKey === undefined ? OPERATOR_KEY : options.operatorKey,
  };
  const api = await serveApi(services, { port: 0, host: '127.0.0.1', ...options.serving });
  const url = `http://127.0.0.1:${api.port}`;

  return {
    url,
    databaseUrl,
    database,
    temporal,
    sealer: services.sealer,
    log,
    ask: asker(url),
    operator: asker(url, { 'x-operator-key': OPERATOR_KEY }),
    tenant: async (name = 'Acme') => {
      const created = await database.withSystem((sql) => createTenant(sql, { name }));
      if (created.kind !== 'created') throw new Error(`${name}: ${created.kind}`);
      const headers = { 'x-tenant-id': created.tenant.id, 'x-tenant-api-key': created.apiKey.key };
      return { id: created.tenant.id, headers, ask: asker(url, headers) };
    },
    close: async () => {
      await api.stop();
      await Promise.all([database.close(), temporal.close()]);
      await drop();
      refuseSecretsInLog(log);
    },
  };
}

function collecting(lines: string[]): Writable {
  return new Writable({
    write(line, _encoding, done) {
      lines.push(String(line));
      done();
    },
  });
}

export function temporalAt(address: string): TemporalClient {
  process.env.TEMPORAL_ADDRESS = address;
  return connectClient({ warn: console.warn, taskQueue: uniqueTaskQueue() });
}
