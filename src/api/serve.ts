import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app';
import type { ApiServices } from './http/services';

/** Requests that need longer are cut off: the process must end within 15 s of SIGTERM. */
const GRACE_MS = 10_000;

export interface RunningApi {
  /** Where it listens; of interest when the port was 0. */
  port: number;
  /** Takes no more requests, lets those in flight finish, and closes every connection. */
  stop(): Promise<void>;
}

/** Serves the API; throws when the port is taken. */
export async function serveApi(
  services: ApiServices,
  { port, host }: { port: number; host: string },
): Promise<RunningApi> {
  const server = await new Promise<Server>((resolve, reject) => {
    const listening = createApp(services).listen(port, host, (error) => (error ? reject(error) : resolve(listening)));
  });
  return { port: (server.address() as AddressInfo).port, stop: () => stop(server) };
}

async function stop(server: Server): Promise<void> {
  server.keepAliveTimeout = 1; // a connection whose last request is answered now would else stay for 5 s
  const cutOff = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve()); // closes idle keep-alive connections too
  });
  clearTimeout(cutOff);
}
