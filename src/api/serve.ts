import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusedAttempts } from '../logs/refused-attempts';
import { databaseReadings } from '../metrics/database-readings';
import { bodyBudget } from '../platforms/http/body-budget';
import type { TrustedProxies } from '../process/trusted-proxies';
import { createApp } from './app';
import type { ApiServices } from './http/services';
import { createAdmission } from './limits/admission';
import { boundConnections, MOST_CONNECTIONS } from './limits/connections';
import { unreadAnswers } from './limits/unread-answers';
import { webhookReceiver } from './webhooks/receiver';

/** Requests that need longer are cut off: the process must end within 15 s of SIGTERM. */
const GRACE_MS = 10_000;

/** Deliveries on their way: a usual one has 2 kB, the largest 5 MiB. */
const MOST_BYTES_OF_DELIVERIES = 64 * 1024 * 1024;

export interface RunningApi {
  /** Where it listens; of interest when the port was 0. */
  port: number;
  /** Takes no more requests, lets those in flight finish, and closes every connection. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  port: number;
  host: string;
  keepAliveSeconds?: number;
  trustedProxies?: TrustedProxies;
  /** Of pages whose scripts may read the answers. */
  corsOrigins?: readonly string[];
  /** Of one key; 0 or absent: as many as it likes. */
  requestsPerMinute?: number;
  /** Of whoever reads `/metrics`; null or absent: everybody may. */
  metricsToken?: string | null;
  patience?: Partial<Patience>;
  mostConnections?: number;
}

/** For callers who take their time, on purpose or not. */
interface Patience {
  /** Until the headers of a request have come; of a connection on which nothing was asked yet, too. */
  headersMs: number;
  /** Until all of it has: 1 MiB at 17 kB a second. */
  requestMs: number;
  /** Until the answer has been read: 4 MB at 70 kB a second. */
  answerMs: number;
  /** How often it is looked whose time is over. */
  everyMs: number;
}

const PATIENCE: Patience = { headersMs: 30_000, requestMs: 60_000, answerMs: 60_000, everyMs: 5_000 };

/** Serves the API; throws when the port is taken. */
export async function serveApi(services: ApiServices, options: ServeOptions): Promise<RunningApi> {
  const {
    port,
    host,
    keepAliveSeconds = 75,
    trustedProxies = [],
    corsOrigins = [],
    requestsPerMinute = 0,
    metricsToken = null,
  } = options;
  const patience = { ...PATIENCE, ...options.patience };
  const admission = createAdmission({ ...services, requestsPerMinute, metricsToken });
  const attempts = refusedAttempts(services);
  const unread = unreadAnswers({ patienceMs: patience.answerMs });
  const receiver = webhookReceiver(services);
  const deliveries = bodyBudget(MOST_BYTES_OF_DELIVERIES);
  const readings = databaseReadings(services);
  const app = createApp(
    { ...services, attempts, receiver, deliveries, readings },
    { trustedProxies, admission, unread, corsOrigins },
  );
  const server = createServer({ connectionsCheckingInterval: patience.everyMs }, app);
  // Longer than a proxy in front keeps it (60 s mostly), which would send a request into one that just ends, and answer 502.
  server.keepAliveTimeout = keepAliveSeconds * 1_000;
  // These count from a request's first byte, and end no connection that is kept for the next one.
  server.headersTimeout = patience.headersMs;
  server.requestTimeout = patience.requestMs;
  server.timeout = patience.requestMs + patience.answerMs; // without a byte, as where a file is sent that nobody reads
  boundConnections(server, options.mostConnections ?? MOST_CONNECTIONS);
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      await stop(server);
      await Promise.all([admission.stop(), attempts.close(), receiver.stop()]);
    },
  };
}

async function stop(server: Server): Promise<void> {
  server.keepAliveTimeout = 1; // a connection whose last request is answered now would else stay as long
  const cutOff = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve()); // closes idle keep-alive connections too
  });
  clearTimeout(cutOff);
}
