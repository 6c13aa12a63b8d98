import { migrate } from '../../src/database/migrate';
import { freePort } from '../servers/free-port';
import { localKeys } from '../servers/local-keys';
import type { Parts } from '../servers/parts';
import { programEnvironment } from '../servers/program-environment';
import { startApi, startWorker } from '../servers/start-programs';
import { startServers } from '../servers/start-servers';
import type { Terminal } from '../servers/terminal';

export interface ServiceOptions {
  dataDir: string;
  parts: Parts;
  shopifyOriginTemplate: string;
  terminal: Terminal;
  end: AbortSignal;
}

export interface Service {
  apiUrl: string;
  operatorKey: string;
  killWorker(): void;
}

/** Longer than the demo lasts: a run that gives up for now is seen waiting. */
const RUN_RETRY_DELAYS = '10m';

/** The programs of `npm start`, on free ports and on servers of their own. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { dataDir, parts, shopifyOriginTemplate, terminal, end } = options;
  const keys = localKeys(dataDir);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const quiet: Terminal = { ...terminal, say: () => {}, step: (_name, work) => work() };

  const servers = await startServers({ dataDir, keys, parts, terminal: quiet, choosePort: () => freePort() });
  await migrate(servers.database.url, servers.database.ownerUrl);
  const env = {
    ...programEnvironment(keys, servers, { host: '127.0.0.1', port, url }, shopifyOriginTemplate),
    RUN_RETRY_DELAYS,
    OPERATOR_KEY: keys.operatorKey,
    ALLOW_PRIVATE_STORES: 'true',
    RATE_LIMIT_PER_MINUTE: '0', // what happens is looked at many times a second
  };
  // Errors are what is played here: the programs' own words about them stay in the logs.
  const programs = { dataDir, parts, env, terminal: quiet, end };
  const [worker] = await Promise.all([startWorker(programs, servers.temporal), startApi(programs, url)]);
  return {
    apiUrl: url,
    operatorKey: keys.operatorKey,
    killWorker() {
      const pid = worker.pid();
      if (pid === null) throw new Error('the worker does not run');
      process.kill(pid, 'SIGKILL');
    },
  };
}
