import { type ApiWorld, apiWorld } from './api-world';

let world: ApiWorld;

beforeAll(async () => {
  world = await apiWorld();
});
afterAll(() => world.close());

it('serves its contract, and a page to read it that needs nothing from the internet', async () => {
  const contract = await world.ask('GET /openapi.json');
  expect(contract.body).toMatchObject({ openapi: '3.1.0', info: { title: 'catalog-sync' } });

  const tag = contract.headers.get('etag') ?? '';
  const known = await fetch(`${world.url}/openapi.json`, { headers: { 'if-none-match': tag } });
  expect([known.status, await known.text()]).toEqual([304, '']);

  const page = await fetch(`${world.url}/docs`);
  const html = await page.text();
  expect(page.status).toBe(200);
  expect(html).not.toMatch(/https?:\/\//);
  const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file);
  expect(files).toHaveLength(3);
  for (const file of files) expect((await fetch(world.url + file)).status).toBe(200);
});

it('says at its root what it is: as JSON for programs, as a page for browsers, and each of its links answers', async () => {
  const { body, headers } = await world.ask('GET /');
  expect(body).toMatchObject({ name: 'catalog-sync', version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
  expect(headers.get('vary')).toMatch(/Accept/);

  const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
  const page = await fetch(`${world.url}/`, { headers: { accept } });
  const html = await page.text();
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, link]) => link);
  expect(links).toEqual(Object.values(body.links));
  for (const link of links) expect((await fetch(world.url + link)).status).toBe(200);

  expect((await world.ask('POST /')).body).toMatchObject({ status: 405, code: 'method_not_allowed' });
});

it('tells how long it keeps an idle connection', async () => {
  const { headers } = await world.ask('GET /healthz');
  expect(headers.get('keep-alive')).toBe('timeout=75');
});
