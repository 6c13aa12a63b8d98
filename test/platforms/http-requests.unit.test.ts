import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { sendToStore } from '../../src/platforms/http/send-to-store';

const anywhere = { allowPrivateStores: true, storePorts: [443] };
const publicOnly = { ...anywhere, allowPrivateStores: false };
const never = new AbortController().signal;

const servers: (Server | TcpServer)[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.emit('close-all');
    server.close();
    await once(server, 'close');
  }
});

async function listening(server: Server | TcpServer): Promise<URL> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/wp-json/`);
}

const serving = (listener: RequestListener) => listening(createServer(listener));

const POST = { platform: 'woocommerce', method: 'POST' } as const;

const get = (
  url: URL,
  more: { timeoutMs?: number; signal?: AbortSignal; mostBytes?: number } = {},
  surroundings = anywhere,
) =>
  sendToStore(
    { platform: 'woocommerce', method: 'GET', url, headers: {}, secrets: [], signal: never, ...more },
    surroundings,
  );

describe('a request to a store', () => {
  it('answers status, headers, text and the store’s clock, whatever the status', async () => {
    const url = await serving((_, response) => {
      response.writeHead(418, { 'X-WP-Total': '7', Date: 'Sun, 22 Nov 2026 07:20:07 GMT' }).end('short ünd stout');
    });
    const answer = await get(url);
    expect(answer).toMatchObject({
      kind: 'answer',
      status: 418,
      text: 'short ünd stout',
      date: '2026-11-22T07:20:07.000Z',
    });
    expect(answer.kind === 'answer' && answer.header('x-wp-TOTAL')).toBe('7');
  });

  it.each([
    ['Sun, 22 Nov 2026 07:20:07 GMT', '3600', '2026-11-22T06:20:07.000Z'],
    ['Thu, 01 Jan 1970 00:00:00 GMT', '0', '1970-01-01T00:00:00.000Z'],
    ['9998-12-31T23:59:59Z', '0', '9998-12-31T23:59:59.000Z'],
    ['9999-12-31T23:59:59-14:00', '0', null],
    ['+010000-01-01T00:00:00Z', '0', null],
    ['+275760-09-13T00:00:00.000Z', '0', null],
    ['Sat, 13 Sep 275760 00:00:00 GMT', '0', null],
    ['Wed, 31 Dec 1969 23:59:59 GMT', '0', null],
    ['Thu, 01 Jan 1970 00:00:00 GMT', '1', null],
    ['0000-01-01T00:00:00Z', '0', null],
    ['-271821-04-20T00:00:00.000Z', '999999999', null],
    ['yesterday', '0', null],
  ])('takes "%s" of age %s for the clock %s', async (date, age, clock) => {
    const url = await serving((_, response) => {
      response.writeHead(200, { Date: date, Age: age }).end();
    });
    expect(await get(url)).toMatchObject({ kind: 'answer', date: clock });
  });

  it('says who it is and takes gzip', async () => {
    const seen: Record<string, unknown> = {};
    const url = await serving((request, response) => {
      Object.assign(seen, request.headers);
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('[{"id":1}]'));
    });
    expect(await get(url)).toMatchObject({ text: '[{"id":1}]' });
    expect(seen).toMatchObject({ 'user-agent': expect.stringMatching(/^catalog-sync\/\d/), 'accept-encoding': 'gzip' });
  });

  it('is sent again at once over a new connection when an idle one was closed under it', async () => {
    const store = await closingIdleConnections();
    await store.leaveIdle();
    expect(await get(store.url)).toMatchObject({ kind: 'answer', status: 200 });
    expect(store).toMatchObject({ connections: 2, paths: ['/wp-json/', '/wp-json/', '/wp-json/'] });
  });

  it('signs that second try anew: OAuth refuses a nonce that it saw', async () => {
    const store = await closingIdleConnections();
    await store.leaveIdle();
    const signAgain = () => new URL('?nonce=2', store.url);
    await sendToStore(
      {
        platform: 'woocommerce',
        method: 'GET',
        url: new URL('?nonce=1', store.url),
        headers: {},
        secrets: [],
        signal: never,
        signAgain,
      },
      anywhere,
    );
    expect(store.paths).toEqual(['/wp-json/', '/wp-json/?nonce=1', '/wp-json/?nonce=2']);
  });

  it('is not sent again when it is a POST', async () => {
    const store = await closingIdleConnections();
    await store.leaveIdle();
    const post = { ...POST, url: store.url, headers: {}, secrets: [], body: '{}', signal: never };
    expect(await sendToStore(post, anywhere)).toMatchObject({ kind: 'unavailable', status: null });
  });

  it('ends after its time', async () => {
    const url = await serving(() => undefined);
    expect(await get(url, { timeoutMs: 50 })).toMatchObject({
      kind: 'unavailable',
      status: null,
      detail: expect.stringContaining('did not answer within 0.05 s'),
    });
  });

  it('ends after its time also in the middle of a body', async () => {
    const url = await serving((_, response) => void response.write('['));
    expect(await get(url, { timeoutMs: 50 })).toMatchObject({ kind: 'unavailable', status: null });
  });

  it('throws the reason when its caller aborts', async () => {
    const caller = new AbortController();
    const url = await serving(() => caller.abort(new Error('cancelled by hand')));
    await expect(get(url, { signal: caller.signal })).rejects.toThrow('cancelled by hand');
  });

  it.each([{}, { 'Content-Encoding': 'gzip' }])(
    'takes a page of 16 MB, also of what was compressed: %j',
    async (headers) => {
      const bomb = gzipSync(Buffer.alloc(16 * 1024 * 1024 + 1));
      const url = await serving((_, response) => response.writeHead(200, headers).end(bomb));
      expect(await get(url)).toMatchObject({
        kind: 'unreadable',
        cause: 'too_large',
        detail: expect.stringContaining('larger than 16384 kB'),
      });
    },
  );

  it('takes as much as its purpose needs, and reads no further', async () => {
    let sent = 0;
    const url = await serving((_, response) => {
      const more = () => {
        if (response.destroyed) return;
        sent += 65_536;
        response.write(Buffer.alloc(65_536, 'x'), more);
      };
      more();
    });
    expect(await get(url, { mostBytes: 256 * 1024 })).toMatchObject({ kind: 'unreadable', cause: 'too_large' });
    expect(sent).toBeLessThan(16 * 1024 * 1024);
  });

  it('keeps 64 kB of an error, however long it is', async () => {
    const url = await serving((_, response) => response.writeHead(500).end('x'.repeat(20_000_000)));
    const answer = await get(url);
    expect(answer).toMatchObject({ kind: 'answer', status: 500 });
    expect(answer.kind === 'answer' && answer.text.length).toBe(64 * 1024);
  });

  it('reads a compressed body that nobody announced', async () => {
    const url = await serving((_, response) => response.writeHead(200).end(gzipSync('[{"id":1}]')));
    expect(await get(url)).toMatchObject({ text: '[{"id":1}]' });
  });

  it('knows a body that was cut off', async () => {
    const url = await serving((_, response) => {
      const whole = gzipSync(JSON.stringify(Array.from({ length: 500 }, (__, id) => ({ id }))));
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(whole.subarray(0, whole.length / 2));
    });
    expect(await get(url)).toMatchObject({
      kind: 'unavailable',
      status: null,
      detail: expect.stringContaining('cut off'),
    });
  });

  it('I8 names a store without the query, which may hold its secret', async () => {
    const url = await listening(createTcpServer((socket) => socket.resetAndDestroy()));
    url.search = 'consumer_secret=cs_secret';
    const outcome = await get(url);
    expect(outcome).toMatchObject({ kind: 'unavailable', detail: expect.stringContaining(url.origin) });
    expect(JSON.stringify(outcome)).not.toContain('cs_secret');
  });
});

describe('a redirect', () => {
  it('is followed within the origin', async () => {
    const url = await serving((request, response) => {
      if (request.url === '/wp-json/') response.writeHead(301, { Location: '/elsewhere' }).end();
      else response.end(request.url);
    });
    expect(await get(url)).toMatchObject({ status: 200, text: '/elsewhere' });
  });

  it('is followed three times, not for ever', async () => {
    let requests = 0;
    const url = await serving((_, response) => {
      requests++;
      response.writeHead(302, { Location: `/again/${requests}` }).end();
    });
    expect(await get(url)).toMatchObject({
      kind: 'unavailable',
      status: 302,
      detail: `${url.origin}/again/3 redirects to ${url.origin}/again/4, after 3 redirects before it: a rule of the shop, its host or a proxy in front of it runs in a circle; it has to be mended there`,
    });
    expect(requests).toBe(4);
  });

  it.each([301, 302, 307, 308])('%d of a POST is not followed: the message names both addresses', async (status) => {
    let visits = 0;
    const url = await serving((request, response) => {
      visits++;
      response.writeHead(status, { Location: 'https://new-name-of-shop.example/admin/api' }).end(request.url);
    });
    const post = { ...POST, url, headers: {}, secrets: [], body: '{}', signal: never };
    expect(await sendToStore(post, anywhere)).toMatchObject({
      kind: 'unavailable',
      status,
      detail: `${url.href} redirects to https://new-name-of-shop.example/admin/api; connect the store with the address that it wants, https://new-name-of-shop.example`,
    });
    expect(visits).toBe(1);
  });

  it('to the very same address is told as a circle, after one request', async () => {
    let visits = 0;
    const url = await serving((_, response) => {
      visits++;
      response.writeHead(301, { Location: '/wp-json/' }).end();
    });
    expect(await get(url)).toMatchObject({
      kind: 'unavailable',
      detail: expect.stringContaining('redirects to itself'),
    });
    expect(visits).toBe(1);
  });

  it('I8 never takes a credential to another origin; the message names where it led', async () => {
    let visits = 0;
    const other = await serving((_, response) => {
      visits++;
      response.end();
    });
    const url = await serving((_, response) => response.writeHead(302, { Location: `${other.href}?token=abc` }).end());
    expect(await get(url)).toMatchObject({
      kind: 'unavailable',
      status: 302,
      detail: expect.stringContaining(other.href),
    });
    expect(visits).toBe(0);
  });
});

describe('an address that is not public', () => {
  it.each([
    'https://127.0.0.1',
    'https://[::1]',
    'https://[::ffff:10.0.0.1]',
    'https://2130706433',
    'https://localhost',
  ])('%s is refused before a connection is made', async (address) => {
    let connections = 0;
    const url = await listening(createTcpServer(() => connections++));
    const { port } = url;
    expect(await get(new URL(`${address}:${port}/`), {}, publicOnly)).toMatchObject({ kind: 'address_refused' });
    expect(connections).toBe(0);
  });

  it('is refused when it is plain http', async () => {
    expect(await get(new URL('http://shop.example/?consumer_secret=cs_secret'), {}, publicOnly)).toEqual({
      kind: 'address_refused',
      detail: 'http://shop.example/ is not https; stores are reached over https only: connect it with https://',
    });
  });
});

/** Answers the first request of each connection, and closes it when a second one comes: as an idle time-out does. */
async function closingIdleConnections() {
  const store = { connections: 0, paths: [] as string[] };
  const server = createTcpServer((socket) => {
    server.once('close-all', () => socket.destroy());
    store.connections++;
    let requests = 0;
    socket.on('data', (data) => {
      store.paths.push(data.toString().split(' ')[1] ?? '');
      if (++requests > 1) return socket.destroy();
      return socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\n[]');
    });
    socket.on('error', () => undefined);
  });
  const url = await listening(server);

  async function leaveIdle() {
    await get(url);
    // The client takes a connection for idle one turn of the loop after the answer.
    await setImmediate();
  }
  return Object.assign(store, { url, leaveIdle });
}
