import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { streamFile } from '../../src/platforms/http/stream-file';

const anywhere = { allowPrivateStores: true, storePorts: [443] };
const publicOnly = { ...anywhere, allowPrivateStores: false };
const never = new AbortController().signal;

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/file.jsonl?signature=secret`;
}

async function read(url: string, { fromByte = 0, surroundings = anywhere, signal = never } = {}) {
  const stream = streamFile({ url, fromByte, signal }, surroundings);
  const chunks: Buffer[] = [];
  for (;;) {
    const next = await stream.next();
    if (next.done) return { text: Buffer.concat(chunks).toString(), problem: next.value };
    chunks.push(next.value);
  }
}

const TEXT = 'first line\nsecond line\nthird line\n';

it('comes whole, compressed or not', async () => {
  const plain = await serving((_, response) => response.end(TEXT));
  const zipped = await serving((_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(TEXT)),
  );
  expect(await read(plain)).toEqual({ text: TEXT, problem: null });
  expect(await read(zipped)).toEqual({ text: TEXT, problem: null });
});

it('goes on from a byte: by range, or over what a server without ranges sends again', async () => {
  const seen: IncomingHttpHeaders[] = [];
  const ranges = await serving((request, response) => {
    seen.push(request.headers);
    response.writeHead(206).end(TEXT.slice(11));
  });
  const noRanges = await serving((_, response) => response.end(TEXT));
  const zipped = await serving((_, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(TEXT)),
  );
  for (const url of [ranges, noRanges, zipped]) {
    expect(await read(url, { fromByte: 11 })).toEqual({ text: TEXT.slice(11), problem: null });
  }
  expect(seen[0]).toMatchObject({ range: 'bytes=11-', 'accept-encoding': 'identity' });
});

it('has nothing behind its end', async () => {
  const url = await serving((_, response) => response.writeHead(416).end());
  expect(await read(url, { fromByte: TEXT.length })).toEqual({ text: '', problem: null });
});

it('says no more of itself than our name, and follows no redirect', async () => {
  const seen: IncomingHttpHeaders[] = [];
  const url = await serving((request, response) => {
    seen.push(request.headers);
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  expect((await read(url)).problem).toMatchObject({ kind: 'not_found' });
  expect(seen).toHaveLength(1);
  expect(Object.keys(seen[0] ?? {}).sort()).toEqual(['accept-encoding', 'connection', 'host', 'user-agent']);
});

it.each([
  [403, 'not_found'],
  [404, 'not_found'],
  [429, 'unavailable'],
  [503, 'unavailable'],
])('I8 a %i is %s, without the signature of the address', async (status, kind) => {
  const url = await serving((_, response) => response.writeHead(status).end('gone'));
  const { problem } = await read(url);
  expect(problem).toMatchObject({ kind, detail: expect.stringContaining(`answered ${status}`) });
  expect(JSON.stringify(problem)).not.toContain('secret');
});

it('keeps what came before the connection broke', async () => {
  const url = await serving((_, response) => {
    response.writeHead(200, { 'content-length': 1_000 });
    response.write(TEXT, () => response.destroy());
  });
  expect(await read(url)).toMatchObject({ text: TEXT, problem: { kind: 'unavailable' } });
});

it('is taken from no private address and over no plain http', async () => {
  for (const url of ['http://storage.example/file', 'https://127.0.0.1/file', 'https://[::1]/file']) {
    expect((await read(url, { surroundings: publicOnly })).problem).toMatchObject({ kind: 'address_refused' });
  }
});

it('throws the reason of an abort', async () => {
  const control = new AbortController();
  const url = await serving((_, response) => {
    response.writeHead(200);
    response.write(TEXT, () => control.abort(new Error('enough')));
  });
  await expect(read(url, { signal: control.signal })).rejects.toThrow('enough');
});
