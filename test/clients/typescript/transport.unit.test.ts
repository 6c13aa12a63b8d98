import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type ClientOptions, createClient, NoAnswerError } from '../../../clients/typescript/src/index';

type Reply = (response: ServerResponse, request: IncomingMessage) => void;

const server = createServer();
const asked: string[] = [];
let replies: Reply[] = [];
let baseUrl = '';

beforeAll(async () => {
  server.on('request', (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const reply = replies.length > 1 ? replies.shift() : replies[0];
    request.resume().once('end', () => reply?.(response, request));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('has no port');
  baseUrl = `http://127.0.0.1:${address.port}`;
});
beforeEach(() => {
  asked.length = 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const client = (options: Partial<ClientOptions> = {}) =>
  createClient({ baseUrl, credentials: { tenantId: 'tenant', key: 'a secret key' }, ...options });

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
const problem = (status: number, code: string, headers: Record<string, string> = {}) =>
  json(status, { code, status }, { 'content-type': 'application/problem+json', ...headers });
const EMPTY = json(200, { items: [], next_cursor: null });
const later = (status: number, code: string, seconds: string) => problem(status, code, { 'retry-after': seconds });

it.each([
  [429, 'rate_limited'],
  [503, 'database_unavailable'],
])('asks again after a %i that says when', async (status, code) => {
  replies = [later(status, code, '0'), later(status, code, new Date(0).toUTCString()), EMPTY];
  expect((await client().GET('/v1/stores')).data?.items).toEqual([]);
  expect(asked).toHaveLength(3);
});

it('gives up after four tries, with the last problem', async () => {
  replies = [later(503, 'overloaded', '0')];
  expect((await client().GET('/v1/stores')).error?.code).toBe('overloaded');
  expect(asked).toHaveLength(4);
});

it('does not wait for longer than a minute, nor where it is not said for how long', async () => {
  for (const reply of [later(429, 'rate_limited', '61'), problem(503, 'overloaded')]) {
    replies = [reply];
    expect((await client().GET('/v1/stores')).error).toBeDefined();
  }
  expect(asked).toHaveLength(2);
});

it('repeats no request that would do something twice, unless it carries an Idempotency-Key', async () => {
  replies = [later(503, 'temporal_unavailable', '0')];
  const path = { params: { path: { platform: 'woocommerce' as const } } };
  await client().POST('/v1/catalog/sync/{platform}', path);
  expect(asked).toHaveLength(1);

  replies = [later(503, 'temporal_unavailable', '0'), json(202, { run_id: '1' })];
  const body = { mode: 'full' as const };
  const headers = { 'Idempotency-Key': 'once' };
  expect((await client().POST('/v1/catalog/sync/{platform}', { ...path, body, headers })).data?.run_id).toBe('1');
  expect(asked).toHaveLength(3);
});

it('waits for the same request that is still being carried out, and for no other conflict', async () => {
  const request = { body: { name: 'Acme' }, headers: { 'Idempotency-Key': 'once' } };
  replies = [later(409, 'idempotency_key_in_use', '0'), json(201, { id: '1' })];
  expect((await client().POST('/v1/tenants', request)).data?.id).toBe('1');
  expect(asked).toHaveLength(2);

  replies = [later(409, 'conflict', '0')];
  expect((await client().POST('/v1/tenants', request)).error?.code).toBe('conflict');
  expect(asked).toHaveLength(3);
});

it('stops waiting for another try when it is told to', async () => {
  replies = [later(429, 'rate_limited', '30')];
  const stop = new AbortController();
  const asking = client({
    fetch: async (request) => {
      const response = await fetch(request);
      setImmediate(() => stop.abort(new Error('enough')));
      return response;
    },
  }).GET('/v1/stores', { signal: stop.signal });
  await expect(asking).rejects.toThrow('enough');
});

it('says that nobody answered, when the time is over as well as when the connection is cut', async () => {
  replies = [() => undefined];
  await expect(client({ timeoutMs: 20 }).GET('/v1/stores')).rejects.toThrow(/did not answer within 20 ms/);

  replies = [
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"items":[', () => response.destroy());
    },
  ];
  await expect(client().GET('/v1/stores')).rejects.toThrow(NoAnswerError);
});

it.each([
  ['a proxy’s error', 502, 'text/plain'],
  ['another site’s page', 200, 'text/html; charset=utf-8'],
])('takes %s for no answer', async (_what, status, type) => {
  replies = [(response) => response.writeHead(status, { 'content-type': type }).end('<html>')];
  const thrown = await client()
    .GET('/v1/stores', { params: { query: { cursor: 'not to be told' } } })
    .catch((error: unknown) => error);
  expect(thrown).toMatchObject({ name: 'NoAnswerError', status });
  expect(String(thrown)).not.toContain('not to be told');
});

it.each([
  ['a gateway’s error in JSON', json(502, { message: 'Bad Gateway' })],
  ['a problem of something else', json(404, { title: 'Not Found' }, { 'content-type': 'application/problem+json' })],
  ['a text', (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/plain' }).end('welcome')],
  [
    'JSON that is none',
    (response: ServerResponse) => response.writeHead(200, { 'content-type': 'application/json' }).end('<html>'),
  ],
  ['a page without an end', json(200, { items: [] })],
  ['a page without items', json(200, { next_cursor: null })],
])('takes %s for no answer to whoever reads a list', async (_what, reply) => {
  replies = [reply];
  await expect(client().pages('/v1/stores').next()).rejects.toThrow(NoAnswerError);
});

it('rides out what a gateway and another site answer in JSON', async () => {
  const page = { items: [], next_cursor: 'a', caught_up: true };
  replies = [json(502, { message: 'Bad Gateway' }), json(200, {}), json(200, page)];
  const troubles: string[] = [];
  const batches = client().changeBatches({ onTrouble: ({ name }) => troubles.push(name) });
  expect((await batches.next()).value).toMatchObject({ cursor: 'a' });
  expect(troubles).toEqual(['NoAnswerError', 'NoAnswerError']);
});

it('follows no redirect: it would carry the key to another host', async () => {
  replies = [(response) => response.writeHead(302, { location: `${baseUrl}/elsewhere` }).end()];
  await expect(client().GET('/v1/stores')).rejects.toThrow(NoAnswerError);
  expect(asked).toEqual(['GET /v1/stores']);
});

it('hands a file on as it comes', async () => {
  replies = [(response) => response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end('{"kind":"end"}\n')];
  const request = { params: { path: { id: 'tenant' } }, parseAs: 'stream' as const };
  const { data } = await client().GET('/v1/tenants/{id}/export', request);
  expect(await new Response(data).text()).toBe('{"kind":"end"}\n');
});
