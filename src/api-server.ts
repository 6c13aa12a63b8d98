import { createMailer } from './alerts/sending/mailer';
import { watchOver } from './api/emergencies/watch-over';
import { serveApi } from './api/serve';
import { connectDatabase } from './database/database';
import { databaseAdvice, isPassingDatabaseError } from './database/postgres-error';
import { refuseBypassingRole } from './database/refuse-bypassing-role';
import { platformSecretPatterns, platformSettings } from './platforms/platforms';
import { createLogger } from './process/logger';
import { measureProcess } from './process/metrics/measure-process';
import { runService } from './process/run-program';
import { readSettings } from './process/settings';
import { untilItAnswers } from './process/until-it-answers';
import { tellOfUnknownKeys } from './stores/keys/tell-of-unknown-keys';
import { createSealer } from './stores/sealed-credentials';
import { connectClient } from './temporal/connect-client';
import { endpointBell } from './temporal/endpoint-bell';

const SETTINGS = [
  'port',
  'host',
  'keepAliveSeconds',
  'trustedProxies',
  'corsOrigins',
  'requestsPerMinute',
  'databaseUrl',
  'credentialsKeys',
  'operatorKey',
  'metricsToken',
  'allowPrivateStores',
  'storePorts',
  'publicUrl',
  'smtpUrl',
  'alertFrom',
  'emergencyUrl',
  'emergencyEmail',
  'deadManUrl',
  'logLevel',
  'logFormat',
] as const;

/** `npm run api`: serves the API until SIGTERM. It starts while PostgreSQL or Temporal is away, and says 503 meanwhile. */
async function main(stopping: AbortSignal): Promise<void> {
  const settings = readSettings(SETTINGS, process.env, platformSettings);
  const log = createLogger(settings, platformSecretPatterns);

  const temporal = connectClient({ warn: (message) => log.warn(message) });
  const bell = endpointBell(temporal, log);
  measureProcess();
  const database = connectDatabase(settings.databaseUrl, {
    connections: 10,
    connectionsOfTenant: 6,
    onNews: bell.ring,
    onIdleError: (error) => log.warn({ err: error }, 'an idle database connection broke'),
  });
  const { operatorKey } = settings;
  const services = {
    database,
    temporal,
    sealer: createSealer(settings.credentialsKeys),
    surroundings: settings,
    publicUrl: settings.publicUrl,
    hasMailServer: settings.smtpUrl !== null && settings.alertFrom !== null,
    log,
    operatorKey,
  };
  const api = await serveApi(services, settings);
  log.info({ host: settings.host, port: api.port }, 'API ready');

  const ending = new AbortController();
  const waiting = { say: (message: string) => log.warn(message), signal: AbortSignal.any([stopping, ending.signal]) };
  const firstContacts = [
    untilItAnswers('PostgreSQL', () => database.withSystem(refuseBypassingRole), {
      ...waiting,
      isPassing: isPassingDatabaseError,
    }).then(() => tellOfUnknownKeys(database, services.sealer, waiting.say)),
    untilItAnswers('Temporal', () => temporal.searchAttributes.register(), waiting),
  ];
  const watching = watchOver(
    services,
    {
      url: settings.emergencyUrl,
      email: settings.emergencyEmail,
      mailer: createMailer(settings),
      deadManUrl: settings.deadManUrl,
    },
    ending.signal,
  );
  try {
    await Promise.race([Promise.all(firstContacts).then(() => aborted(stopping)), aborted(stopping)]);
  } finally {
    ending.abort();
    await api.stop();
    await bell.stop();
    await Promise.allSettled([...firstContacts, watching]); // a retry on a closed connection would throw out of a timer
    await Promise.all([database.close(), temporal.close()]);
    log.info('API ended');
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

runService(main, { advice: [databaseAdvice] });
