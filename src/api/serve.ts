import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusedAttempts } from '../logs/refused-attempts';
import type { TrustedProxies } from '../process/trusted-proxies';
import { createApp } from './app';
import type { ApiServices } from './http/services';
import { createAdmission } from './limits/admission';

/** Requests that need longer are cut off: the process must end within 15 s of SIGTERM. */
const GRACE_MS = 10_000;

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
  /** Of one key; 0 or absent: as many as it likes. */
  requestsPerMinute?: number;
}

/** Serves the API; throws when the port is taken. */
export async function serveApi(
  services: ApiServices,
  { port, host, keepAliveSeconds = 75, trustedProxies = [], requestsPerMinute = 0 }: ServeOptions,
): Promise<RunningApi> {
  const admission = createAdmission({ ...services, requestsPerMinute });
  const attempts = refusedAttempts(services);
  const server = await new Promise<Server>((resolve, reject) => {
    const app = createApp({ ...services, attempts }, { trustedProxies, admission });
    const listening = app.listen(port, host, (error) => (error ? reject(error) : resolve(listening)));
  });
  keepIdle(server, keepAliveSeconds);
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      await stop(server);
      await Promise.all([admission.stop(), attempts.close()]);
    },
  };
}

/**
 * How long an idle connection is kept: longer than a proxy in front keeps it (60 s mostly), which would send a request
 * into one that just ends and answer 502. The limits for a request to arrive stay above it: none of them may be the one
 * that ends an idle connection.
 */
export function keepIdle(server: Server, seconds: number): void {
  server.keepAliveTimeout = seconds * 1_000;
  server.headersTimeout = Math.max(server.headersTimeout, (seconds + 5) * 1_000);
  server.requestTimeout = Math.max(server.requestTimeout, server.headersTimeout);
}

async function stop(server: Server): Promise<void> {
  server.keepAliveTimeout = 1; // a connection whose last request is answered now would else stay as long
  const cutOff = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve()); // closes idle keep-alive connections too
  });
  clearTimeout(cutOff);
}
