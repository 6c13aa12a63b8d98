import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { type ApiWorld, apiWorld, OPERATOR_KEY } from './api-world';
import { insertProduct, insertStore } from './rows';

let world: ApiWorld;
let headers: Record<string, string>;

beforeAll(async () => {
  world = await apiWorld();
  const tenant = await world.tenant();
  headers = tenant.headers;
  const storeId = await insertStore(world.database, tenant.id);
  for (let number = 1; number <= 10; number += 1) {
    await insertProduct(world.database, { tenantId: tenant.id, storeId }, { externalId: String(number) });
  }
});
afterAll(() => world.close());

/** As it comes over the wire: undici's `request` unpacks nothing. */
async function ask(method: 'GET' | 'POST', path: string, encodings: string, caller = headers) {
  const { headers: answered, body } = await request(world.url + path, {
    method,
    headers: { ...caller, 'accept-encoding': encodings },
    ...(method === 'POST' && { body: JSON.stringify({ name: '\u0001'.repeat(200) }) }),
  });
  const bytes = Buffer.from(await body.arrayBuffer());
  return { encoding: answered['content-encoding'], vary: answered.vary, bytes };
}

it.each([
  ['br', 'gzip, deflate, br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
] as const)('packs a list with %s for a client that takes %s', async (encoding, accepted, unpack) => {
  const plain = await ask('GET', '/v1/catalog/products', 'identity');
  const packed = await ask('GET', '/v1/catalog/products', accepted);

  expect([plain.encoding, packed.encoding]).toEqual([undefined, encoding]);
  expect(packed.vary).toMatch(/accept-encoding/i);
  expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 3);
  expect(unpack(packed.bytes).equals(plain.bytes)).toBe(true);
});

it('leaves small answers as they are, and those that show a secret once', async () => {
  expect((await ask('GET', '/healthz', 'gzip')).encoding).toBeUndefined();
  const made = await ask('POST', '/v1/tenants', 'gzip, br', {
    'x-operator-key': OPERATOR_KEY,
    'content-type': 'application/json',
  });
  expect(made.encoding).toBeUndefined();
  expect(made.bytes.toString()).toContain('api_key');
  expect(made.bytes.length).toBeGreaterThan(1_024);
});
