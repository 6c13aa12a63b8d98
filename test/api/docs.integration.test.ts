import { type ApiWorld, apiWorld } from './api-world';

let world: ApiWorld;

beforeAll(async () => {
  world = await apiWorld();
});
afterAll(() => world.close());

it('serves its contract, and a page to read it that needs nothing from the internet', async () => {
  const contract = await world.ask('GET /openapi.json');
  expect(contract.body).toMatchObject({ openapi: '3.1.0', info: { title: 'catalog-sync' } });

  const page = await fetch(`${world.url}/docs`);
  const html = await page.text();
  expect(page.status).toBe(200);
  expect(html).not.toMatch(/https?:\/\//);
  const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file);
  expect(files).toHaveLength(3);
  for (const file of files) expect((await fetch(world.url + file)).status).toBe(200);
});
