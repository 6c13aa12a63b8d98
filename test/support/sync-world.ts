import { randomBytes } from 'node:crypto';
import {
  Client,
  Connection,
  ServiceError,
  type WorkflowExecutionDescription,
  WorkflowFailedError,
} from '@temporalio/client';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import type { ShopifyShop } from '../../simulators/shopify/shop';
import type { ShopOptions as ShopifyShopOptions } from '../../simulators/shopify/shop-options';
import { startShopifySimulator } from '../../simulators/shopify/start';
import type { WooShop } from '../../simulators/woocommerce/shop';
import type { ShopOptions as WooShopOptions } from '../../simulators/woocommerce/shop-options';
import { startWooCommerceSimulator } from '../../simulators/woocommerce/start';
import { createActivities } from '../../src/activities/activities';
import { createDeliveryActivities } from '../../src/activities/deliveries/delivery-activities';
import type { Patience } from '../../src/activities/dependencies';
import type { DueLimits } from '../../src/activities/due/due-limits';
import type { CatalogueLimits } from '../../src/activities/store/catalogue-limits';
import { listRejected, type RejectedProduct } from '../../src/catalog/rejected/list-rejected';
import { connectDatabase, type Database } from '../../src/database/database';
import { RETENTION_DAYS } from '../../src/model/retention';
import type { RunMode } from '../../src/model/run';
import type { Brake } from '../../src/model/run-errors';
import type { SyncAllStoresInput } from '../../src/model/workflow-inputs';
import { platforms } from '../../src/platforms/platforms';
import { type RunView, readRun } from '../../src/runs/list-runs';
import { connectStore } from '../../src/stores/connect-store';
import { patchStore } from '../../src/stores/patch-store';
import { createSealer } from '../../src/stores/sealed-credentials';
import type { Store } from '../../src/stores/store';
import type { StoreSettingsPatch } from '../../src/stores/store-settings';
import { activityPlaces } from '../../src/temporal/activity-places';
import { connectClient, type TemporalClient } from '../../src/temporal/connect-client';
import { createDeliveriesWorker, createWorker, PLACES } from '../../src/temporal/create-worker';
import { type EndpointBell, endpointBell } from '../../src/temporal/endpoint-bell';
import type { StartedWorkflow } from '../../src/temporal/start-once';
import { startSync } from '../../src/temporal/start-sync';
import { createTenant } from '../../src/tenants/create-tenant';
import { type Catalogue, catalogueOf } from './catalogue';
import { environmentVariable } from './environment-variable';
import { IMPATIENT, NO_LIMITS, QUICK_LOOKS } from './impatient';
import { patient } from './patience';
import { QUIET_RUNTIME } from './quiet-runtime';
import { refuseSecretsInLog } from './secrets/planted';
import { readableHistory } from './secrets/search-histories';
import { testTemporal, uniqueTaskQueue } from './temporal';
import { createTestDatabase } from './test-database';
import { until, untilRun } from './until';

interface StartMore {
  mode?: RunMode;
  externalIds?: string[];
  dryRun?: boolean;
  accepted?: Brake[];
}

/** A whole service on a database of its own, with a worker in this process and both kinds of stores over HTTP. */
export interface SyncWorld {
  databaseUrl: string;
  database: Database;
  temporal: TemporalClient;
  taskQueue: string;
  /** The worker in this process, begun with unless the world is `withoutWorker`. It finishes what it has in hand. */
  startWorker(): Promise<void>;
  stopWorker(): Promise<void>;
  /** What another process needs to be a worker of this world. */
  workerEnvironment: Record<string, string>;
  /** Every line that the worker logged, at level debug. */
  log: readonly string[];
  tenantId: string;
  newTenant(name: string): Promise<string>;
  wooCommerce(shop: Omit<WooShopOptions, 'name'>, tenantId?: string): Promise<{ shop: WooShop; store: Store }>;
  shopify(shop: Omit<ShopifyShopOptions, 'domain'>, tenantId?: string): Promise<{ shop: ShopifyShop; store: Store }>;
  /** Connects a shop's address again, as a reconnect with other credentials does. */
  connect(platform: Store['platform'], credentials: unknown, tenantId?: string): Promise<Store>;
  /** Starts a sync and waits until its workflow ended, whichever way. */
  sync(store: Store, more?: StartMore): Promise<RunView>;
  start(store: Store, more?: StartMore): Promise<StartedWorkflow>;
  /** Starts a sweep of all stores of this world, under an id of its own: test files share the server. */
  startSweep(input?: Partial<SyncAllStoresInput>): Promise<{ workflowId: string; runId: string }>;
  /** Waits for the workflow to end, then reads the run. */
  ended(store: Pick<Store, 'tenantId'>, run: { workflowId: string; runId: string }): Promise<RunView>;
  run(store: Pick<Store, 'tenantId'>, runId: string): Promise<RunView>;
  /** Looks at the run until it is as wanted; fails when it ended otherwise. */
  whenRun(
    store: Pick<Store, 'tenantId'>,
    runId: string,
    what: string,
    isAsWanted: (run: RunView) => boolean,
    ms?: number,
  ): Promise<RunView>;
  catalogue(store: Store): Catalogue;
  /** What the run set aside. */
  rejected(store: Store, runId: string): Promise<RejectedProduct[]>;
  configure(store: Store, settings: StoreSettingsPatch): Promise<void>;
  describe(workflowId: string, runId?: string): Promise<WorkflowExecutionDescription>;
  /** The history of one execution as JSON text, its payloads readable. */
  history(workflowId: string, runId?: string): Promise<string>;
  client<Result>(work: (client: Client) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface SyncWorldOptions {
  patience?: Partial<Patience>;
  limits?: Partial<CatalogueLimits>;
  due?: Partial<DueLimits>;
  /** Absent: no webhooks are registered. */
  publicUrl?: string | null;
  /** With a worker for deliveries beside it, which is rung for what transactions write. */
  deliveries?: boolean;
  /** Without a worker of its own: the test brings its own processes. */
  withoutWorker?: boolean;
  /** For programs, which know only the one of production: in a namespace of the test's own. */
  taskQueue?: string;
}

/** The least that a worker of production gets, and far more where the machine is busy. */
const SHUTDOWN_MS = 30_000;

/** A process has one. */
let isQuiet = false;

export async function startSyncWorld({
  patience,
  limits,
  due,
  publicUrl = null,
  withoutWorker = false,
  deliveries = false,
  taskQueue = uniqueTaskQueue(),
}: SyncWorldOptions = {}): Promise<SyncWorld> {
  if (!isQuiet) Runtime.install(QUIET_RUNTIME);
  isQuiet = true;
  const { url: databaseUrl, drop } = await createTestDatabase();
  let bell: EndpointBell | null = null;
  const database = connectDatabase(databaseUrl, { patienceMs: patient(5_000), onNews: (news) => bell?.ring(news) });
  const credentialsKey = randomBytes(32);
  const sealer = createSealer([credentialsKey]);
  const log: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => void log.push(line) });
  const [wooCommerce, shopify] = await Promise.all([startWooCommerceSimulator(), startShopifySimulator()]);
  const surroundings = { allowPrivateStores: true, storePorts: [443], shopifyOriginTemplate: shopify.originTemplate };

  const { address, namespace } = testTemporal();
  process.env.TEMPORAL_ADDRESS = address;
  process.env.TEMPORAL_NAMESPACE = namespace;
  const temporal = connectClient({ warn: (message) => logger.warn(message), taskQueue });
  if (deliveries) bell = endpointBell(temporal, logger);
  const connection = await NativeConnection.connect({ address });
  const waiting = await Connection.connect({ address });
  let worker: { ended: Promise<void>; isRunning(): boolean; shutdown(): void } | null = null;
  const startWorker = async () => {
    const places = activityPlaces(PLACES);
    const parts = {
      connection,
      namespace,
      taskQueue,
      workflowBundle: { codePath: environmentVariable('TEST_WORKFLOW_BUNDLE') },
      shutdownForceTime: patient(SHUTDOWN_MS),
    };
    const given = {
      database,
      logger,
      platforms,
      sealer,
      surroundings,
      publicUrl,
      temporal,
      searchAttributes: temporal.searchAttributes.names,
      patience: { ...IMPATIENT, ...patience },
      retentionDays: RETENTION_DAYS,
      limits: { ...NO_LIMITS, ...limits },
      due: { ...QUICK_LOOKS, ...due },
      places,
    };
    const starting = [await createWorker({ ...parts, places, activities: createActivities(given) })];
    if (deliveries) {
      starting.push(await createDeliveriesWorker({ ...parts, activities: createDeliveryActivities(given) }));
    }
    worker = {
      ended: Promise.all(starting.map((each) => each.run())).then(() => undefined),
      isRunning: () => starting.every((each) => each.getState() === 'RUNNING'),
      shutdown: () => {
        for (const each of starting) each.shutdown();
      },
    };
  };
  const stopWorker = async () => {
    const stopping = worker;
    worker = null;
    if (stopping?.isRunning()) stopping.shutdown();
    await stopping?.ended; // of one that ended by itself this tells why
  };
  if (!withoutWorker) await startWorker();

  const newTenant = async (name: string) => {
    const created = await database.withSystem((sql) => createTenant(sql, { name }));
    if (created.kind !== 'created') throw new Error(`${name}: ${created.kind}`);
    return created.tenant.id;
  };
  const tenantId = await newTenant('Acme');

  const connect: SyncWorld['connect'] = async (platform, credentials, owner = tenantId) => {
    const outcome = await connectStore(
      { database, sealer, platforms, surroundings },
      { tenantId: owner, platform, credentials },
    );
    if (outcome.kind !== 'connected') throw new Error(`${outcome.kind}: ${outcome.detail}`);
    return outcome.store;
  };
  // The end of a workflow is waited for, too.
  const client: SyncWorld['client'] = (work) => temporal.ask(work, patient(30_000));
  const readRunOf: SyncWorld['run'] = async (store, runId) => {
    const run = await database.withTenant(store.tenantId, (sql) => readRun(sql, runId));
    if (run === null) throw new Error(`there is no run ${runId}`);
    return run;
  };
  const start: SyncWorld['start'] = (store, { mode = 'full', externalIds, accepted, dryRun = false } = {}) =>
    startSync(temporal, {
      tenantId: store.tenantId,
      storeId: store.id,
      platform: store.platform,
      storeName: store.name,
      mode,
      trigger: 'api',
      ...(externalIds === undefined ? {} : { externalIds }),
      ...(dryRun ? { dryRun } : {}),
      ...(accepted === undefined ? {} : { accepted }),
    });
  const ended: SyncWorld['ended'] = async (store, { workflowId, runId }) => {
    await settled(waiting, workflowId, runId);
    return readRunOf(store, runId);
  };

  return {
    databaseUrl,
    database,
    temporal,
    taskQueue,
    startWorker,
    stopWorker,
    workerEnvironment: {
      DATABASE_URL: databaseUrl,
      CREDENTIALS_KEY: credentialsKey.toString('base64'),
      SHOPIFY_ORIGIN_TEMPLATE: shopify.originTemplate,
      ALLOW_PRIVATE_STORES: 'true',
      TEST_TASK_QUEUE: taskQueue,
      ...(deliveries && { TEST_DELIVERIES: 'true' }),
    },
    log,
    tenantId,
    newTenant,
    async wooCommerce(options, owner) {
      const shop = wooCommerce.addShop({ ...options, name: `shop-${randomBytes(4).toString('hex')}` });
      const { url, consumerKey, consumerSecret } = shop;
      const credentials = { store_url: url, consumer_key: consumerKey, consumer_secret: consumerSecret };
      return { shop, store: await connect('woocommerce', credentials, owner) };
    },
    async shopify(options, owner) {
      const shop = shopify.addShop({ ...options, domain: `shop-${randomBytes(4).toString('hex')}.myshopify.com` });
      const credentials = { shop_domain: shop.domain, access_token: shop.accessToken };
      return { shop, store: await connect('shopify', credentials, owner) };
    },
    connect,
    start,
    startSweep: async (input) => {
      const workflowId = `sync-all-stores/${taskQueue}/${randomBytes(4).toString('hex')}`;
      const sweep: SyncAllStoresInput = { platform: null, mode: 'full', trigger: 'api', ...input };
      const { firstExecutionRunId: runId } = await client((each) =>
        each.workflow.start('SyncAllStoresWorkflow', { workflowId, taskQueue, args: [sweep] }),
      );
      return { workflowId, runId };
    },
    ended,
    sync: async (store, more) => ended(store, await start(store, more)),
    run: readRunOf,
    whenRun: (store, runId, what, isAsWanted, ms) =>
      untilRun(what, () => database.withTenant(store.tenantId, (sql) => readRun(sql, runId)), isAsWanted, ms),
    catalogue: (store) => catalogueOf(database, store),
    async rejected({ tenantId, id: storeId }, runId) {
      const page = await database.withTenant(tenantId, (sql) =>
        listRejected(sql, { runId, storeId, limit: 50, after: null }),
      );
      return page.items;
    },
    async configure(store, settings) {
      await database.withTenant(store.tenantId, (sql) => patchStore(sql, store.id, { settings }));
    },
    describe: (workflowId, runId) => client((each) => each.workflow.getHandle(workflowId, runId).describe()),
    history: (workflowId, runId) => client((each) => readableHistory(each, workflowId, runId)),
    client,
    async close() {
      await stopWorker();
      await bell?.stop();
      await connection.close();
      await waiting.close();
      await temporal.close();
      await Promise.all([wooCommerce.close(), shopify.close(), database.close()]);
      await drop();
      refuseSecretsInLog(log);
    },
  };
}

/** `result()` follows continue-as-new; a failed or cancelled run is an end like any other, an answer that is lost is none. */
async function settled(connection: Connection, workflowId: string, firstExecutionRunId: string): Promise<void> {
  const client = new Client({ connection, namespace: testTemporal().namespace });
  const handle = client.workflow.getHandle(workflowId, undefined, { firstExecutionRunId });
  const look = (): Promise<boolean> =>
    handle.result().then(
      () => true,
      (error: unknown) => {
        if (!(error instanceof WorkflowFailedError || error instanceof ServiceError)) throw error;
        return error instanceof WorkflowFailedError;
      },
    );
  await until(`${workflowId} to end`, look);
}
