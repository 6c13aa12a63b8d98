import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { reasonOf } from '../reason-of';
import { mayReadMetrics } from './may-read-metrics';
import { METRICS_TYPE, registry } from './registry';

export interface ServeMetricsOptions {
  host: string;
  port: number;
  token: string | null;
  /** Of others in this process, behind what it counts itself. */
  more(): Promise<string>;
  warn(message: string): void;
}

export interface ServedMetrics {
  /** null: it is taken, and nobody serves. */
  port: number | null;
  close(): Promise<void>;
}

/** `GET /metrics` of a process that serves nothing else. A port that is taken stops no work: it is warned of. */
export async function serveMetrics({ host, port, token, more, warn }: ServeMetricsOptions): Promise<ServedMetrics> {
  const answer = async ({ method, url, headers }: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (url?.split('?')[0] !== '/metrics') return end(response, 404, 'Here is only /metrics.\n');
    if (method !== 'GET' && method !== 'HEAD') return end(response.setHeader('Allow', 'GET, HEAD'), 405, 'Use GET.\n');
    if (!mayReadMetrics(headers.authorization, token)) {
      return end(
        response.setHeader('WWW-Authenticate', 'Bearer'),
        401,
        'Send Authorization: Bearer <METRICS_TOKEN>.\n',
      );
    }
    end(response.setHeader('Content-Type', METRICS_TYPE), 200, (await registry.metrics()) + (await more()));
  };
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, (request, response) => {
    request.resume();
    answer(request, response).catch((error: unknown) => {
      warn(`the metrics could not be told: ${reasonOf(error)}`);
      end(response, 500, 'The log has the reason.\n');
    });
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    warn(`METRICS_PORT ${port} cannot be used, /metrics is not served: ${reasonOf(error)}`);
    return { port: null, close: async () => undefined };
  }
  server.on('error', (error) => warn(`/metrics: ${reasonOf(error)}`));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function end(response: ServerResponse, status: number, text: string): void {
  if (!response.headersSent) response.statusCode = status;
  response.end(text);
}
