import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { request } from 'undici';

export interface Traffic {
  requests: number;
  /** Of answers' bodies. */
  bytes: number;
  /** The same as a web server packs them, each by itself. */
  packedBytes: number;
}

/** Stands between us and a simulated store, which packs nothing, and counts what comes back. */
export async function countingProxy(target: string) {
  const traffic: Traffic = { requests: 0, bytes: 0, packedBytes: 0 };
  const origin = new URL(target).origin;

  const server = createServer(async (message, response) => {
    const { host: _, connection: __, 'content-length': ___, ...headers } = message.headers;
    const sent = await request(`${origin}${message.url}`, {
      method: message.method === 'POST' ? 'POST' : 'GET',
      headers,
      body: message.method === 'POST' ? await bodyOf(message) : null,
    });
    const body = Buffer.from(await sent.body.arrayBuffer());
    traffic.requests++;
    traffic.bytes += body.length;
    traffic.packedBytes += gzipSync(body).length;
    response.writeHead(sent.statusCode, sent.headers).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    address: target.replace(origin, `http://127.0.0.1:${port}`),
    /** What was counted since it was taken last. */
    take(): Traffic {
      const taken = { ...traffic };
      Object.assign(traffic, { requests: 0, bytes: 0, packedBytes: 0 } satisfies Traffic);
      return taken;
    },
    close(): void {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}
