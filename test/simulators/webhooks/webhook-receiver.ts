import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Received = {
  readonly path: string;
  /** In the order and the spelling in which they came. */
  readonly headerNames: readonly string[];
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
};

/** A server that keeps what is sent to it. */
export type WebhookReceiver = {
  readonly url: string;
  readonly received: Received[];
  /** The status of the next answers; null: never answers. */
  status: number | null;
  close(): Promise<void>;
};

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const headerNames = request.rawHeaders.filter((_, at) => at % 2 === 0);
    received.push({ path: request.url ?? '', headerNames, headers: request.headers, body });
    if (receiver.status === null) return;
    response.writeHead(receiver.status, receiver.status === 301 ? { Location: '/elsewhere' } : {}).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${port}`,
    received,
    status: 200,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return receiver;
}
