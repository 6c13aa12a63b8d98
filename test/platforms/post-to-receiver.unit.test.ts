import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { isTaken, postToReceiver, type ReceiverRequest } from '../../src/platforms/http/post-to-receiver';

const anywhere = { allowPrivateStores: true, storePorts: [443] };
const publicOnly = { ...anywhere, allowPrivateStores: false };

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

async function serving(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T0/secret-path`);
}

const post = (url: URL, more: Partial<ReceiverRequest> = {}, surroundings = anywhere) =>
  postToReceiver(
    { url, body: '{"a":1}', headers: {}, name: 'the receiver', signal: new AbortController().signal, ...more },
    surroundings,
  );

it('sends the body byte for byte with its headers, and answers status, text and time', async () => {
  const came: { request: IncomingMessage; body: string }[] = [];
  const url = await serving(async (request, response) => {
    came.push({ request, body: await text(request) });
    response.writeHead(202, { 'content-encoding': 'gzip' }).end(gzipSync('thank\n you'));
  });

  const outcome = await post(url, { body: '{"price": 1.10}', headers: { 'webhook-id': 'x' } });

  expect(outcome).toEqual({ kind: 'answered', status: 202, body: 'thank you', ms: expect.any(Number) });
  expect(isTaken(outcome)).toBe(true);
  expect(came[0]?.body).toBe('{"price": 1.10}');
  expect(came[0]?.request.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': 'x' });
});

it('follows no redirect: it is an answer that takes nothing', async () => {
  let asked = 0;
  const url = await serving((_, response) => {
    asked += 1;
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  const outcome = await post(url);
  expect(outcome).toMatchObject({ kind: 'answered', status: 307 });
  expect([isTaken(outcome), asked]).toEqual([false, 1]);
});

it('reads an answer no further than 64 kB, and keeps 500 characters of it', async () => {
  let closed = false;
  const url = await serving((_, response) => {
    response.on('close', () => {
      closed = true;
    });
    response.writeHead(200);
    const more = () => {
      while (!closed && response.write('x'.repeat(16_384)));
      if (!closed) response.once('drain', more);
    };
    more();
  });
  const outcome = await post(url);
  expect(outcome).toMatchObject({ kind: 'answered', status: 200, body: `${'x'.repeat(500)}…` });
});

it('takes an answer whose text never comes by its status', async () => {
  const url = await serving((_, response) => void response.writeHead(200).write('beginning'));
  expect(await post(url, { timeoutMs: 300 })).toMatchObject({ kind: 'answered', status: 200 });
});

it('gives up a receiver that hangs, and one that is away, in words without its address', async () => {
  const hanging = await serving(() => undefined);
  expect(await post(hanging, { timeoutMs: 200 })).toMatchObject({
    kind: 'unreached',
    problem: 'the receiver did not answer within 0.2 s',
  });
  const away = new URL('http://127.0.0.1:1/secret-path');
  expect(await post(away)).toMatchObject({
    kind: 'unreached',
    problem: 'the receiver could not be reached: it refuses connections (ECONNREFUSED)',
  });
});

it('ends at once with its caller', async () => {
  const hanging = await serving(() => undefined);
  const caller = new AbortController();
  const posting = post(hanging, { signal: caller.signal });
  caller.abort(new Error('stopping'));
  await expect(posting).rejects.toThrow('stopping');
});

it.each([
  ['http://receiver.example/secret-path', 'is not https'],
  ['https://receiver.example:8443/secret-path', 'STORE_PORTS'],
  ['https://10.0.0.1/secret-path', 'public internet'],
  ['https://[::1]/secret-path', 'public internet'],
  ['https://localhost/secret-path', 'public internet'],
])('I8 refuses %s before anything is sent, without telling the path', async (address, why) => {
  const outcome = await post(new URL(address), {}, publicOnly);
  expect(outcome).toMatchObject({ kind: 'refused', problem: expect.stringContaining(why) });
  expect(JSON.stringify(outcome)).not.toContain('secret-path');
});
