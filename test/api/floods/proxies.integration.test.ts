import type { TrustedProxies } from '../../../src/process/trusted-proxies';
import { until } from '../../support/until';
import { type ApiWorld, apiWorld } from '../api-world';

let world: ApiWorld | undefined;
afterEach(() => world?.close());

/** What the log says about who sent a request with these words about where it comes from. */
async function loggedClient(trustedProxies: TrustedProxies, forwarded: string): Promise<string> {
  world = await apiWorld({ serving: { trustedProxies } });
  const { headers } = await world.ask('GET /v1/stores', { headers: { 'x-forwarded-for': forwarded } });
  const id = headers.get('x-request-id');
  const line = await until('the request to be logged', async () => world?.log.find((each) => each.includes(`"${id}"`)));
  return JSON.parse(line ?? '').client;
}

it.each<[string, TrustedProxies, string, string]>([
  ['nobody when none is trusted', [], '192.0.2.7', '127.0.0.1'],
  ['nobody whose address is not that of a proxy', ['10.0.0.0/8'], '192.0.2.7', '127.0.0.1'],
  ['a proxy with its address', ['loopback'], '192.0.2.7', '192.0.2.7'],
  ['a proxy, and not what a client told it', ['127.0.0.1/32'], '198.51.100.9, 192.0.2.7', '192.0.2.7'],
  ['as many proxies as there are', 2, '198.51.100.9, 192.0.2.7, 10.0.0.1', '192.0.2.7'],
  ['no proxy that tells no address', 1, '{"level":"error"}', '127.0.0.1'],
])('believes %s about who is calling', async (_, trustedProxies, forwarded, client) => {
  expect(await loggedClient(trustedProxies, forwarded)).toBe(client);
});
