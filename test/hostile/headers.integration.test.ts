import { type ApiWorld, apiWorld, type TestTenant } from '../api/api-world';

let world: ApiWorld;
let tenant: TestTenant;
beforeAll(async () => {
  world = await apiWorld();
  tenant = await world.tenant();
});
afterAll(() => world.close());

it.each(['GET /', 'GET /docs', 'GET /openapi.json', 'GET /v1/stores', 'GET /v1/nothing', 'POST /v1/stores'])(
  'lets a browser do nothing with the answer to %s but show it',
  async (request) => {
    const { headers } = await tenant.ask(request);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'content-security-policy': expect.stringMatching(/^default-src 'none'.*frame-ancestors 'none'/),
    });
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('content-security-policy')).not.toMatch(/upgrade-insecure-requests|unsafe/);
    expect(headers.get('strict-transport-security')).toBeNull();
  },
);

it('lets no cache keep what is a tenant’s', async () => {
  for (const request of ['GET /v1/stores', 'GET /v1/stores/7', 'POST /v1/stores']) {
    expect((await tenant.ask(request)).headers.get('cache-control')).toBe('no-store');
  }
});

it('holds browsers to TLS where a proxy that is trusted says that the request came by it', async () => {
  const behindProxy = await apiWorld({ serving: { trustedProxies: ['loopback'] } });
  const secure = { headers: { 'x-forwarded-proto': 'https' } };
  try {
    const { headers } = await behindProxy.ask('GET /', secure);
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=31536000/);
    expect((await behindProxy.ask('GET /')).headers.get('strict-transport-security')).toBeNull();
    expect((await world.ask('GET /', secure)).headers.get('strict-transport-security')).toBeNull();
  } finally {
    await behindProxy.close();
  }
});

it('lets /docs alone run scripts, its own, and serves no other file of the package that they are from', async () => {
  const policyOf = async (path: string) => (await fetch(world.url + path)).headers.get('content-security-policy');
  expect(await policyOf('/docs')).toContain("script-src 'self'");
  expect(await policyOf('/openapi.json')).not.toContain('script-src');
  for (const file of [
    'package.json',
    'index.html',
    'oauth2-redirect.html',
    'swagger-ui.js',
    'swagger-ui-bundle.js.map',
  ]) {
    expect((await world.ask(`GET /docs/${file}`)).status).toBe(404);
  }
});
