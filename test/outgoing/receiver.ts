import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { until } from '../support/until';

export interface Received {
  id: string;
  type: string;
  data: Record<string, unknown>;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Receiver {
  url: string;
  received: Received[];
  /** How it answers from now on; one that writes nothing hangs. */
  answer(how: (response: ServerResponse, event: Received) => void): void;
  /** Waits for the first event of a type, or the first that fits. */
  waitFor(what: string, fits?: (event: Received) => boolean): Promise<Received>;
  close(): void;
}

export const taken = (response: ServerResponse) => void response.writeHead(204).end();
export const refused = (response: ServerResponse) => void response.writeHead(500).end('out of order');

/** A program of a tenant that is told of events. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let respond: (response: ServerResponse, event: Received) => void = taken;
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { id, type, data } = JSON.parse(body);
    const event = { id, type, data, headers: request.headers, body };
    received.push(event);
    respond(response, event);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    received,
    answer(how) {
      respond = how;
    },
    waitFor: (what, fits = ({ type }) => type === what) => until(what, () => received.find(fits)),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What the library of Standard Webhooks makes of it; throws where the signature is wrong. */
export const verified = ({ body, headers }: Received, secret: string) =>
  new Webhook(secret).verify(body, headers as Record<string, string>);
