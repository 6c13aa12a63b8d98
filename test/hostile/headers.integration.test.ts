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
      'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
      'strict-transport-security': expect.stringContaining('max-age='),
    });
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('content-security-policy')).not.toContain('upgrade-insecure-requests');
  },
);

it('lets no cache keep what is a tenant’s', async () => {
  for (const request of ['GET /v1/stores', 'GET /v1/stores/7', 'POST /v1/stores']) {
    expect((await tenant.ask(request)).headers.get('cache-control')).toBe('no-store');
  }
});
