import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { DefaultLogger, NativeConnection, type Worker } from '@temporalio/worker';
import { createActivities } from './activities/activities';
import { createDeliveryActivities } from './activities/deliveries/delivery-activities';
import { STORE_PATIENCE } from './activities/dependencies';
import { DUE_LIMITS } from './activities/due/due-limits';
import { createMailer } from './alerts/sending/mailer';
import { connectDatabase } from './database/database';
import { databaseAdvice, isPassingDatabaseError } from './database/postgres-error';
import { refuseBypassingRole } from './database/refuse-bypassing-role';
import { TASK_QUEUE } from './model/workflow-ids';
import { platformSecretPatterns, platformSettings, platforms } from './platforms/platforms';
import { createLogger, type Logger } from './process/logger';
import { measureProcess } from './process/metrics/measure-process';
import { serveMetrics } from './process/metrics/serve-metrics';
import { reasonOf } from './process/reason-of';
import { runService } from './process/run-program';
import { readSettings } from './process/settings';
import { untilItAnswers } from './process/until-it-answers';
import { tellOfUnknownKeys } from './stores/keys/tell-of-unknown-keys';
import { createSealer } from './stores/sealed-credentials';
import { activityPlaces } from './temporal/activity-places';
import { connectClient } from './temporal/connect-client';
import { ACTIVITY_SLOTS, createDeliveriesWorker, createWorker, PLACES } from './temporal/create-worker';
import { endpointBell } from './temporal/endpoint-bell';
import { installRuntime } from './temporal/install-runtime';
import { temporalAddress, temporalAdvice } from './temporal/unavailable';

const SETTINGS = [
  'databaseUrl',
  'credentialsKeys',
  'runRetryDelays',
  'retentionDays',
  'allowPrivateStores',
  'storePorts',
  'publicUrl',
  'smtpUrl',
  'alertFrom',
  'temporalUiUrl',
  'mostProductsPerStore',
  'mostProductsPerTenant',
  'host',
  'metricsPort',
  'metricsToken',
  'logLevel',
  'logFormat',
] as const;

/** `npm run build` makes it, beside the compiled programs. */
const WORKFLOW_BUNDLE = path.join(__dirname, '..', 'workflow-bundle.js');

/** Closing waits for statements in hand, and one that waits for a lock would hold the process beyond its 15 s. */
const CLOSES_WITHIN_MS = 2_000;

/** Deliveries wait for their receivers, with no connection meanwhile. */
const DELIVERY_CONNECTIONS = 3;
const DELIVERIES_WAIT_MS = 20_000;

/** `npm run worker`: does the work of all workflows and activities until SIGTERM. Any number of them may run. */
async function main(stopping: AbortSignal): Promise<void> {
  const settings = readSettings(SETTINGS, process.env, platformSettings);
  const logger = createLogger(settings, platformSecretPatterns);
  const warn = (message: string) => logger.warn(message);
  const sdkMetrics = await installRuntime(
    { logger: new DefaultLogger('WARN', logTo(logger)), shutdownSignals: [] },
    warn,
  );
  measureProcess();
  const { host, metricsPort, metricsToken } = settings;
  const metrics = await serveMetrics({ host, port: metricsPort, token: metricsToken, more: sdkMetrics, warn });

  const onIdleError = (error: Error) => logger.warn({ err: error }, 'an idle database connection broke');
  const temporal = connectClient({ warn });
  const bell = endpointBell(temporal, logger);
  const database = connectDatabase(settings.databaseUrl, {
    connections: ACTIVITY_SLOTS + 2,
    onNews: bell.ring,
    onIdleError,
  });
  // Apart, so that a thousand receivers that are told something at once keep no merge waiting for a connection.
  const deliveriesDatabase = connectDatabase(settings.databaseUrl, {
    connections: DELIVERY_CONNECTIONS,
    patienceMs: DELIVERIES_WAIT_MS,
    onIdleError,
  });
  try {
    const waiting = { say: warn, signal: stopping };
    const sealer = createSealer(settings.credentialsKeys);
    await untilItAnswers('The database', () => database.withSystem(refuseBypassingRole), {
      ...waiting,
      isPassing: isPassingDatabaseError,
    });
    await tellOfUnknownKeys(database, sealer, warn);
    const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
    const untilTemporalAnswers = <Result>(ask: () => Promise<Result>): Promise<Result> =>
      untilItAnswers(`Temporal at ${temporalAddress()}`, ask, waiting);
    const connection = await untilTemporalAnswers(() => NativeConnection.connect(connectionOptions));
    // It may have gone away since.
    await untilTemporalAnswers(() => temporal.searchAttributes.register());
    const places = activityPlaces(PLACES);
    const parts = { connection, namespace, taskQueue: TASK_QUEUE, workflowBundle: { codePath: WORKFLOW_BUNDLE } };
    const given = {
      database,
      logger,
      platforms,
      temporal,
      searchAttributes: temporal.searchAttributes.names,
      sealer,
      surroundings: settings,
      publicUrl: settings.publicUrl,
      retentionDays: settings.retentionDays,
      due: DUE_LIMITS,
      limits: { productsOfStore: settings.mostProductsPerStore, productsOfTenant: settings.mostProductsPerTenant },
      places,
      patience: { ...STORE_PATIENCE, runRetryDelays: settings.runRetryDelays },
    };
    const workers = [
      await createWorker({ ...parts, places, activities: createActivities(given) }),
      await createDeliveriesWorker({
        ...parts,
        activities: createDeliveryActivities(
          { ...given, database: deliveriesDatabase },
          {
            mailer: createMailer(settings),
            temporalUi: settings.temporalUiUrl && `${settings.temporalUiUrl}/namespaces/${namespace}`,
          },
        ),
      }),
    ];
    const metrics_port = metrics.port;
    for (const { options } of workers) {
      logger.info({ task_queue: options.taskQueue, namespace, metrics_port }, 'worker ready');
    }
    await runUntil(workers, { stopping, warn });
    await bell.stop();
    await temporal.close();
    await connection.close();
    logger.info('worker ended');
  } finally {
    await metrics.close();
    await Promise.race([Promise.all([database.close(), deliveriesDatabase.close()]), wait(CLOSES_WITHIN_MS)]);
  }
}

interface Running {
  stopping: AbortSignal;
  warn(message: string): void;
}

/**
 * Whoever is asked to stop ends in order, also with work in hand that did not end in time: another worker goes on with it.
 * The SDK tells that by an error of its own bookkeeping, "Worker still in use".
 */
async function runUntil(workers: readonly Worker[], { stopping, warn }: Running): Promise<void> {
  if (stopping.aborted) return;
  const shutDown = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  stopping.addEventListener('abort', shutDown, { once: true });
  // One that fails ends the others, and the process: whoever started it starts it again.
  const ended = await Promise.allSettled(workers.map((worker) => worker.run().finally(shutDown)));
  stopping.removeEventListener('abort', shutDown);
  for (const end of ended) {
    if (end.status === 'fulfilled') continue;
    if (!stopping.aborted) throw end.reason;
    warn(`the worker ends with work in hand, which another one goes on with (${reasonOf(end.reason)})`);
  }
}

type LogEntry = Parameters<ConstructorParameters<typeof DefaultLogger>[1] & object>[0];

/** Temporal's own warnings, in the log's one form. */
function logTo(logger: Logger): (entry: LogEntry) => void {
  return ({ level, message, meta }) => {
    if (level === 'ERROR') logger.error({ ...meta }, message);
    else logger.warn({ ...meta }, message);
  };
}

runService(main, { advice: [databaseAdvice, temporalAdvice], exitsAtOnce: true });
