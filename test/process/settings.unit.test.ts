import { randomBytes } from 'node:crypto';
import { RETENTION_DAYS } from '../../src/model/retention';
import { platformSettings } from '../../src/platforms/platforms';
import { readSettings } from '../../src/process/settings';

const KEY = randomBytes(32).toString('base64');
const OTHER_KEY = randomBytes(32).toString('base64');

it('fills in the defaults', () => {
  const names = ['port', 'keepAliveSeconds', 'operatorKey', 'runRetryDelays', 'allowPrivateStores'] as const;

  expect(readSettings([...names, 'publicUrl', 'logLevel', 'logFormat', 'dataDir'], {}, platformSettings)).toEqual({
    port: 8080,
    keepAliveSeconds: 75,
    operatorKey: null,
    runRetryDelays: [300_000, 900_000, 2_700_000],
    allowPrivateStores: false,
    shopifyOriginTemplate: 'https://{shop}',
    publicUrl: null,
    logLevel: 'info',
    logFormat: 'json',
    dataDir: '.local',
  });
});

it('reads what is set', () => {
  const settings = readSettings(
    ['port', 'databaseUrl', 'credentialsKeys', 'runRetryDelays', 'allowPrivateStores', 'publicUrl'],
    {
      PORT: '0',
      DATABASE_URL: 'postgres://role:secret@db/shop',
      CREDENTIALS_KEY: `${KEY}, ${OTHER_KEY}`,
      RUN_RETRY_DELAYS: '500ms, 30s,1h',
      ALLOW_PRIVATE_STORES: 'true',
      SHOPIFY_ORIGIN_TEMPLATE: 'http://127.0.0.1:8301/shops/{shop}/',
      PUBLIC_URL: 'https://sync.example/',
    },
    platformSettings,
  );

  expect(settings).toEqual({
    port: 0,
    databaseUrl: 'postgres://role:secret@db/shop',
    credentialsKeys: [Buffer.from(KEY, 'base64'), Buffer.from(OTHER_KEY, 'base64')],
    runRetryDelays: [500, 30_000, 3_600_000],
    allowPrivateStores: true,
    shopifyOriginTemplate: 'http://127.0.0.1:8301/shops/{shop}',
    publicUrl: 'https://sync.example',
  });
});

it('reads origins as browsers send them, and refuses whatever none would send', () => {
  const read = (text: string) => readSettings(['corsOrigins'], { CORS_ORIGINS: text }).corsOrigins;
  expect(read('')).toEqual([]);
  expect(read('https://app.example.com, http://localhost:5173')).toEqual([
    'https://app.example.com',
    'http://localhost:5173',
  ]);
  for (const wrong of [
    '*',
    'null',
    'app.example.com',
    'https://app.example.com/',
    'https://App.example.com',
    'https://app.example.com:443',
    'https://*.example.com',
    'https://user@app.example.com',
    'file:///',
  ]) {
    expect(() => read(`https://a.example,${wrong}`)).toThrow(`CORS_ORIGINS ${JSON.stringify(wrong)} is no origin`);
  }
});

it('changes how long single kinds are kept, and names those that there are', () => {
  const { retentionDays } = readSettings(['retentionDays'], { RETENTION_DAYS: 'webhook_logs=7, product_changes=30' });
  expect(retentionDays).toEqual({ ...RETENTION_DAYS, webhook_logs: 7, product_changes: 30 });
  expect(readSettings(['retentionDays'], {})).toEqual({ retentionDays: RETENTION_DAYS });

  for (const wrong of ['products=1', 'webhook_logs=0', 'webhook_logs', 'toString=5']) {
    expect(() => readSettings(['retentionDays'], { RETENTION_DAYS: wrong })).toThrow(
      `RETENTION_DAYS "${wrong}" is none of staged_pages=, bulk_lines=`,
    );
  }
});

it('takes empty retry delays as no retries, and any other empty variable as absent', () => {
  expect(readSettings(['runRetryDelays', 'port'], { RUN_RETRY_DELAYS: '', PORT: '' })).toEqual({
    runRetryDelays: [],
    port: 8080,
  });
});

it('asks for nothing that was not named', () => {
  expect(readSettings(['databaseUrl'], { DATABASE_URL: 'postgresql://db/shop', PORT: 'wrong' })).toEqual({
    databaseUrl: 'postgresql://db/shop',
  });
});

it('names every fault at once and says what to do', () => {
  const read = () =>
    readSettings(
      ['port', 'databaseUrl', 'credentialsKeys', 'runRetryDelays', 'allowPrivateStores', 'logLevel'],
      {
        PORT: '70000',
        RUN_RETRY_DELAYS: '5m,2h,soon',
        ALLOW_PRIVATE_STORES: 'yes',
        SHOPIFY_ORIGIN_TEMPLATE: 'https://proxy.example',
        LOG_LEVEL: 'loud',
      },
      platformSettings,
    );

  expect(read).toThrow(
    [
      'Settings that must be corrected:',
      '  PORT must be at most 65535',
      '  DATABASE_URL is missing: postgresql://<role>:<password>@<host>:5432/<database>',
      "  CREDENTIALS_KEY is missing: 32 bytes as base64, which seal the stores' credentials; make one with: openssl rand -base64 32",
      '  RUN_RETRY_DELAYS "2h" is no delay of 1 hour at most, such as 500ms, 30s, 5m or 1h',
      '  RUN_RETRY_DELAYS "soon" is no delay of 1 hour at most, such as 500ms, 30s, 5m or 1h',
      '  ALLOW_PRIVATE_STORES must be true or false',
      '  LOG_LEVEL must be trace, debug, info, warn, error, fatal or silent',
      '  SHOPIFY_ORIGIN_TEMPLATE must be an http or https URL with {shop} where the shop domain belongs',
    ].join('\n'),
  );
});

it.each([
  'https://me:pw@sync.example',
  'https://me@sync.example',
  'https://sync.example/?a=b',
  'https://sync.example/#a',
])('gives shops nothing but an address: %s is refused', (url) => {
  expect(() => readSettings(['publicUrl'], { PUBLIC_URL: url })).toThrow('PUBLIC_URL must be an address alone');
});

it('refuses keys that somebody may guess', () => {
  const read = (environment: Record<string, string>) => () =>
    readSettings(['operatorKey', 'credentialsKeys'], { CREDENTIALS_KEY: KEY, ...environment });
  expect(read({ OPERATOR_KEY: 'x'.repeat(16) })).not.toThrow();
  expect(read({ OPERATOR_KEY: 'x'.repeat(15) })).toThrow('OPERATOR_KEY must have at least 16 characters');

  const zeros = Buffer.alloc(32).toString('base64');
  const ones = Buffer.alloc(32, 255).toString('base64');
  expect(read({ CREDENTIALS_KEY: zeros })).toThrow('CREDENTIALS_KEY key 1 is one byte over and over');
  expect(read({ CREDENTIALS_KEY: `${KEY},${zeros}` })).toThrow('CREDENTIALS_KEY key 2 is one byte over and over');
  expect(read({ CREDENTIALS_KEY: `${KEY},${OTHER_KEY},${ones}` })).toThrow('key 3 is one byte over and over');

  const typed = Buffer.from('0123456789'.repeat(4).slice(0, 32)).toString('base64');
  expect(read({ CREDENTIALS_KEY: typed })).toThrow('CREDENTIALS_KEY key 1 is no random one');
  expect(read({ CREDENTIALS_KEY: `${KEY},${typed}` })).not.toThrow();
});

it('I8 shows no key and no password of a faulty setting', () => {
  const read = () =>
    readSettings(['databaseUrl', 'credentialsKeys'], {
      DATABASE_URL: 'mysql://role:tOp-s3cret@db/shop',
      CREDENTIALS_KEY: `${KEY},${KEY.slice(4)}`,
    });

  expect(read).toThrow('CREDENTIALS_KEY key 2 is not 32 bytes as base64');
  expect(read).not.toThrow(/tOp-s3cret/);
  expect(read).not.toThrow(KEY.slice(4));
});
