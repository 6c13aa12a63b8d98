import { PassThrough } from 'node:stream';
import { platformSecretPatterns } from '../../src/platforms/platforms';
import { createLogger } from '../../src/process/logger';

const DATABASE_PASSWORD = 'tOp-s3cret';
const API_KEY = `cs_0123456789ab_${'x'.repeat(43)}`;
const OPERATORS_KEY = `cso_0123456789ab_${'x'.repeat(43)}`;
const CONSUMER_SECRET = `cs_${'ab'.repeat(20)}`;
const ACCESS_TOKEN = 'shpat_0123456789abcdef0123456789abcdef';

const SECRETS = [DATABASE_PASSWORD, 'x'.repeat(43), 'ab'.repeat(20), ACCESS_TOKEN, 'QWxhZGRpbjpvcGVu'];

function logged(log: (logger: ReturnType<typeof createLogger>) => void, logFormat: 'json' | 'pretty' = 'json'): string {
  const output = new PassThrough({ encoding: 'utf8' });
  log(createLogger({ logLevel: 'debug', logFormat }, platformSecretPatterns, output));
  return output.read();
}

it.each(['json', 'pretty'] as const)(
  'I8 writes no secret that stands in fields, errors or messages as %s',
  (format) => {
    const failure = Object.assign(new Error(`no answer from postgresql://role:${DATABASE_PASSWORD}@db:5432/shop`), {
      config: { headers: { Authorization: 'Basic QWxhZGRpbjpvcGVu' } },
      cause: new Error(`GET /wp-json?consumer_secret=${CONSUMER_SECRET}&page=2`),
    });

    const text = logged((logger) => {
      logger
        .child({ credentials: { access_token: ACCESS_TOKEN } })
        .error({ err: failure, apiKey: API_KEY }, 'it failed');
      logger.error(failure);
      logger.info({ request: { headers: { 'x-tenant-api-key': API_KEY, 'x-shopify-access-token': ACCESS_TOKEN } } });
      logger.info({
        DATABASE_URL: `postgresql://role:${DATABASE_PASSWORD}@db/shop`,
        list: [{ consumer_key: CONSUMER_SECRET }],
      });
      logger.warn(`a key ${API_KEY}, a token ${ACCESS_TOKEN}, Authorization: Basic QWxhZGRpbjpvcGVu`);
    }, format);

    expect(text.length).toBeGreaterThan(500);
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  },
);

it('keeps what is read for: ids, counts, the key id and prefix, the error and its cause', () => {
  const line = JSON.parse(
    logged((logger) =>
      logger.error(
        {
          tenantId: 't-1',
          key: { id: 'k-1' },
          credentialsVersion: 3,
          err: new Error('broken', { cause: new Error('pipe') }),
        },
        `keys ${API_KEY} ${OPERATORS_KEY}`,
      ),
    ),
  );

  expect(line).toMatchObject({ level: 'error', tenantId: 't-1', key: { id: 'k-1' }, credentialsVersion: 3 });
  expect(line.err).toMatchObject({ type: 'Error', message: expect.stringContaining('broken') });
  expect(line.err.stack).toContain('pipe');
  expect(line.msg).toBe('keys cs_0123456789ab_[redacted] cso_0123456789ab_[redacted]');
});

it('survives a circle', () => {
  const circle: Record<string, unknown> = { name: 'circle' };
  circle.self = circle;

  expect(logged((logger) => logger.info({ circle }))).toContain('[deeper]');
});
