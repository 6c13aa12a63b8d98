import { type ApiWorld, apiWorld, type TestTenant } from './api-world';

const ALLOWED = 'https://app.example.com';
const PREFLIGHT = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-tenant-id' };

let world: ApiWorld;
let tenant: TestTenant;
beforeAll(async () => {
  world = await apiWorld({ serving: { corsOrigins: [ALLOWED, 'http://localhost:5173'], requestsPerMinute: 100 } });
  tenant = await world.tenant();
});
afterAll(() => world.close());

/** Of what the answer says about sharing. */
function sharing(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));
}

const from = (origin: string) => ({ headers: { origin } });

it('lets scripts of the origins that are set read answers, refusals too, and the headers that they need', async () => {
  for (const origin of [ALLOWED, 'http://localhost:5173']) {
    for (const request of ['GET /v1/stores', 'GET /v1/stores/7', 'GET /openapi.json', 'GET /v1/nothing']) {
      const { headers } = await tenant.ask(request, from(origin));
      expect(sharing(headers)).toEqual({
        'access-control-allow-origin': origin,
        'access-control-expose-headers':
          'ETag, Idempotent-Replayed, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id',
      });
      expect(headers.get('vary')).toContain('Origin');
    }
  }
  expect(sharing((await world.ask('GET /v1/stores', from(ALLOWED))).headers)).toMatchObject({
    'access-control-allow-origin': ALLOWED,
  });
});

it('answers a browser that asks first, without a key', async () => {
  const reply = await fetch(`${world.url}/v1/stores`, {
    method: 'OPTIONS',
    headers: { origin: ALLOWED, ...PREFLIGHT },
  });

  expect(reply.status).toBe(204);
  expect(sharing(reply.headers)).toMatchObject({
    'access-control-allow-origin': ALLOWED,
    'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
    'access-control-allow-headers': expect.stringMatching(/Content-Type.*X-Tenant-Api-Key, X-Tenant-Id/),
    'access-control-max-age': '7200',
  });
});

it.each([
  'https://app.example.com.evil.example',
  'https://APP.example.com',
  'https://app.example.com:8443',
  'http://app.example.com',
  'https://evil.example',
  'null',
  '*',
  '',
])('shares nothing with a page of %j, and lets no cookie through for anybody', async (origin) => {
  const { headers } = await tenant.ask('GET /v1/stores', from(origin));
  expect(sharing(headers)).toEqual({});
  expect(headers.get('vary')).toContain('Origin');
  const preflight = await fetch(`${world.url}/v1/stores`, { method: 'OPTIONS', headers: { origin, ...PREFLIGHT } });
  expect(preflight.status).toBe(405);
  expect(sharing(preflight.headers)).toEqual({});
});

it('shares nothing where no origin is set, nor what is not asked by programs', async () => {
  const closed = await apiWorld();
  try {
    const { headers } = await closed.ask('GET /openapi.json', from(ALLOWED));
    expect(sharing(headers)).toEqual({});
    expect(headers.get('vary') ?? '').not.toContain('Origin');
  } finally {
    await closed.close();
  }
  for (const path of ['/', '/docs', '/healthz', '/webhooks/shopify/7']) {
    expect(sharing((await fetch(world.url + path, from(ALLOWED))).headers)).toEqual({});
  }
});
