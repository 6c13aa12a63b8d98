import { until } from '../../support/until';
import { type ApiWorld, apiWorld } from '../api-world';

let world: ApiWorld;
beforeAll(async () => {
  world = await apiWorld();
});
afterAll(() => world.close());

const LONG = 'x'.repeat(7_000);
const NEWLINE = '%0A%7B%22level%22%3A%22error%22%7D';

it.each<[string, string, Record<string, string>]>([
  ['a path of 7 kB', `/${LONG}`, {}],
  ['a path with a newline', `/v1/stores/${NEWLINE}`, {}],
  ['a path that cannot be decoded', `/v1/stores/%E0%A4${LONG}`, {}],
  ['a query of 7 kB', `/v1/stores?x=${LONG}${NEWLINE}`, {}],
  ['headers of 7 kB', '/v1/stores', { 'user-agent': LONG, 'x-tenant-id': LONG }],
  ['a key of 7 kB', '/v1/stores', { 'x-operator-key': LONG }],
])('writes one short line for %s', async (_, path, headers) => {
  const before = world.log.length;
  const answer = await fetch(world.url + path, { headers });
  expect((await answer.text()).length).toBeLessThan(2_000);

  const id = answer.headers.get('x-request-id') ?? '';
  expect(id).not.toBe('');
  await until('its line', () =>
    world.log.slice(before).some((line) => line.includes(id) && line.includes('"answered"')),
  );
  for (const line of world.log.slice(before)) {
    expect(line.length).toBeLessThan(1_000);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line)).toMatchObject({ client: '127.0.0.1', level: expect.not.stringContaining('error') });
  }
});
