import { createServer } from 'node:http';
import { keepIdle } from '../../src/api/serve';
import { readSettings } from '../../src/process/settings';

it.each([1, 75, 620, 3_600])('keeps idle connections %i s, and no other limit ends them before', (seconds) => {
  const server = createServer();

  keepIdle(server, seconds);

  expect(server.keepAliveTimeout).toBe(seconds * 1_000);
  expect(server.headersTimeout).toBeGreaterThan(server.keepAliveTimeout);
  expect(server.requestTimeout).toBeGreaterThanOrEqual(server.headersTimeout);
});

it.each(['0', '-1', '3601', '75s', '1.5'])('refuses %s as KEEP_ALIVE_SECONDS', (text) => {
  expect(() => readSettings(['keepAliveSeconds'], { KEEP_ALIVE_SECONDS: text })).toThrow(
    'KEEP_ALIVE_SECONDS must be whole seconds from 1 to 3600',
  );
});

it('reads KEEP_ALIVE_SECONDS', () => {
  expect(readSettings(['keepAliveSeconds'], { KEEP_ALIVE_SECONDS: '620' })).toEqual({ keepAliveSeconds: 620 });
});
