import { once } from 'node:events';
import { createServer } from 'node:net';
import { Runtime, type RuntimeOptions } from '@temporalio/worker';
import { readLoopback } from '../platforms/http/read-loopback';
import { reasonOf } from '../process/reason-of';

/** Somebody else may take a port between the look and the use. */
const TRIES = 5;

/** What the SDK counts itself, in Prometheus' text format; empty where it does not tell. */
export type SdkMetrics = () => Promise<string>;

/**
 * The SDK's runtime, of which a process has one. It serves its own metrics on a port, and nowhere else: that is one of
 * the loopback interface, for this process to read.
 */
export async function installRuntime(options: RuntimeOptions, warn: (message: string) => void): Promise<SdkMetrics> {
  for (let left = TRIES; left > 0; left--) {
    const port = await freePort();
    const address = `127.0.0.1:${port}`;
    try {
      Runtime.install({ ...options, telemetryOptions: { ...options.telemetryOptions, metrics: servedAt(address) } });
    } catch (error) {
      warn(`the metrics of Temporal's SDK cannot be served at ${address}: ${reasonOf(error)}`);
      continue;
    }
    return () => readFrom(port, warn);
  }
  Runtime.install(options);
  return async () => '';
}

const servedAt = (bindAddress: string) => ({
  prometheus: { bindAddress, countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true },
});

async function readFrom(port: number, warn: (message: string) => void): Promise<string> {
  try {
    return await readLoopback(port, '/metrics');
  } catch (error) {
    warn(`the metrics of Temporal's SDK could not be read: ${reasonOf(error)}`);
    return '';
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}
