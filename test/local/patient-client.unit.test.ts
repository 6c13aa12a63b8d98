import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { apiClient } from '../../local/demo/api-client';
import { patientClient } from '../../local/demo-failures/patient-client';
import { freePort } from '../../local/servers/free-port';

let server: Server;
afterEach(() => new Promise((resolve) => server.close(resolve)));

/** Answers one request after the other in these ways. */
async function serve(...ways: ((response: ServerResponse) => void)[]): Promise<string> {
  server = createServer((_, response) => ways.shift()?.(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const breaksOff = (response: ServerResponse) => void response.destroy();
const answers = (status: number, body: object) => (response: ServerResponse) =>
  void response.writeHead(status, { connection: 'close' }).end(JSON.stringify(body));

it('asks again when nobody answers or a server behind the API is too slow', async () => {
  const unavailable = answers(503, { code: 'temporal_unavailable', detail: 'Repeat it.' });
  const client = apiClient(await serve(breaksOff, unavailable, answers(200, { id: 'a' })), {});

  expect(await patientClient(client).get('/v1/stores', z.object({ id: z.string() }))).toEqual({ id: 'a' });
});

it('takes any other problem for the answer', async () => {
  const client = apiClient(await serve(answers(409, { code: 'conflict', detail: 'It is over.' })), {});

  await expect(patientClient(client).delete('/v1/stores/1')).rejects.toThrow('conflict: It is over.');
});

it('gives up with the cause, not only with the failure', async () => {
  await serve();
  const client = apiClient(`http://127.0.0.1:${await freePort()}`, {});

  await expect(patientClient(client, 0).get('/v1/stores', z.unknown())).rejects.toThrow(
    /^GET \/v1\/stores got no answer: .*ECONNREFUSED/,
  );
});
