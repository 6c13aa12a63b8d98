import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { until } from '../../support/until';
import { type ApiWorld, type ApiWorldOptions, apiWorld, OPERATOR_KEY } from '../api-world';
import { insertProduct, insertStore } from '../rows';

let world: ApiWorld | undefined;
let sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await world?.close();
});

async function serving(options: Required<ApiWorldOptions>['serving']): Promise<ApiWorld> {
  world = await apiWorld({ serving: options });
  return world;
}

interface Connection {
  socket: Socket;
  heard(): string;
  closed: Promise<unknown>;
}

/** A connection of its own, on which this was said. */
async function connection({ url }: ApiWorld, said: string): Promise<Connection> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  let heard = '';
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => {
    heard += bytes.toString('latin1');
  });
  const closed = new Promise((resolve) => socket.on('close', resolve));
  await once(socket, 'connect');
  socket.write(said);
  return { socket, heard: () => heard, closed };
}

/** Goes on saying it, so that the connection is never idle. */
function drip({ socket }: Connection, said: string): void {
  const timer = setInterval(() => socket.write(said), 20);
  socket.on('close', () => clearInterval(timer));
}

const GET = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n';

it('ends connections on which nothing is said, or slowly, and keeps an idle one for its next request', async () => {
  const api = await serving({ patience: { headersMs: 200, requestMs: 400, everyMs: 20 } });
  const kept = await connection(api, GET);
  await until('an answer', () => kept.heard().includes('200 OK'));

  const silent = await connection(api, '');
  const slow = await connection(api, 'GET /healthz HTTP/1.1\r\nHost: x\r\n');
  drip(slow, 'X-More: x\r\n');
  const slowBody = await connection(
    api,
    `POST /v1/tenants HTTP/1.1\r\nHost: x\r\nX-Operator-Key: ${OPERATOR_KEY}\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n`,
  );
  drip(slowBody, ' ');
  await Promise.all([silent.closed, slow.closed, slowBody.closed]);
  expect(slow.heard()).toMatch(/^HTTP\/1\.1 408 /);

  kept.socket.write(GET);
  await until('a second answer', () => kept.heard().split('200 OK').length === 3);
});

it('closes those that say nothing where there are too many connections, and never who comes and asks', async () => {
  const api = await serving({ mostConnections: 20 });
  const silent = await Promise.all(Array.from({ length: 100 }, () => connection(api, 'GET / HTTP/1.1\r\n')));
  let open = silent.length;
  for (const { closed } of silent) closed.then(() => open--);

  for (let n = 0; n < 10; n++) {
    const asking = await connection(api, GET);
    await until('an answer', () => asking.heard().includes('200 OK'));
  }
  await until('the others to be closed', () => open <= 20);
});

it('holds no database connection for callers who never read, and closes theirs after a time', async () => {
  const api = await serving({ patience: { answerMs: 1_000 } });
  const tenant = await api.tenant();
  const storeId = await insertStore(api.database, tenant.id);
  for (let n = 0; n < 20; n++) {
    await insertProduct(
      api.database,
      { tenantId: tenant.id, storeId },
      { externalId: String(n), description: 'x'.repeat(200_000) },
    );
  }
  const headers = Object.entries(tenant.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = `GET /v1/catalog/products?limit=200 HTTP/1.1\r\nHost: x\r\n${headers.join('')}\r\n`;
  // More than there are connections to the database, and each socket has more to take than a kernel keeps.
  const deaf = await Promise.all(Array.from({ length: 4 }, () => connection(api, request.repeat(3))));
  for (const each of deaf) {
    each.socket.pause();
    drip(each, '\r\n'); // means nothing, and tells when the other end is closed
  }

  expect((await tenant.ask('GET /v1/stores')).status).toBe(200);
  await Promise.all(deaf.map(({ closed }) => closed));
  expect((await tenant.ask('GET /v1/stores')).status).toBe(200);
});
