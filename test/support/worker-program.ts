import { NativeConnection, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { createActivities } from '../../src/activities/activities';
import { createDeliveryActivities } from '../../src/activities/deliveries/delivery-activities';
import { connectDatabase } from '../../src/database/database';
import { RETENTION_DAYS } from '../../src/model/retention';
import { platformSettings, platforms } from '../../src/platforms/platforms';
import { readSettings } from '../../src/process/settings';
import { createSealer } from '../../src/stores/sealed-credentials';
import { activityPlaces } from '../../src/temporal/activity-places';
import { connectClient } from '../../src/temporal/connect-client';
import { createDeliveriesWorker, createWorker, PLACES } from '../../src/temporal/create-worker';
import { environmentVariable } from './environment-variable';
import { IMPATIENT, QUICK_LOOKS } from './impatient';
import { patient } from './patience';
import { QUIET_RUNTIME } from './quiet-runtime';
import { testTemporal } from './temporal';

/** A worker of a test's world in a process of its own: `workerEnvironment` of the world tells it which. */
async function main(): Promise<void> {
  const settings = readSettings(
    [
      'databaseUrl',
      'credentialsKeys',
      'allowPrivateStores',
      'storePorts',
      'mostProductsPerStore',
      'mostProductsPerTenant',
    ],
    process.env,
    platformSettings,
  );
  const { address, namespace } = testTemporal();
  process.env.TEMPORAL_ADDRESS = address;
  process.env.TEMPORAL_NAMESPACE = namespace;
  Runtime.install({ ...QUIET_RUNTIME, shutdownSignals: [] });
  const database = connectDatabase(settings.databaseUrl, { patienceMs: patient(5_000) });
  const connection = await NativeConnection.connect({ address });
  const temporal = connectClient({ warn: () => undefined, taskQueue: environmentVariable('TEST_TASK_QUEUE') });
  const { TEST_ACTIVITY_SLOTS: slots = PLACES.atWork } = process.env;
  const places = activityPlaces({ ...PLACES, atWork: Number(slots) });
  const parts = {
    connection,
    namespace,
    taskQueue: environmentVariable('TEST_TASK_QUEUE'),
    workflowBundle: { codePath: environmentVariable('TEST_WORKFLOW_BUNDLE') },
  };
  const given = {
    database,
    logger: pino({ level: 'silent' }),
    platforms,
    sealer: createSealer(settings.credentialsKeys),
    surroundings: settings,
    publicUrl: null,
    temporal,
    retentionDays: RETENTION_DAYS,
    searchAttributes: async () => [],
    patience: IMPATIENT,
    places,
    due: QUICK_LOOKS,
    limits: { productsOfStore: settings.mostProductsPerStore, productsOfTenant: settings.mostProductsPerTenant },
  };
  const workers = [await createWorker({ ...parts, places, activities: createActivities(given) })];
  if (process.env.TEST_DELIVERIES) {
    workers.push(await createDeliveriesWorker({ ...parts, activities: createDeliveryActivities(given) }));
  }
  process.once('SIGTERM', () => {
    for (const worker of workers) worker.shutdown();
  });
  await Promise.all(workers.map((worker) => worker.run()));
  await temporal.close();
  await connection.close();
  await database.close();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
