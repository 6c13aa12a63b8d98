import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { askSecret } from '../../cli/profile/ask-secret';
import { chooseProfile, credentialsOf } from '../../cli/profile/choose-profile';
import { emptyHome, run } from './run-in-test';

const SECRET = 'cs_a-very-secret-key';

/** A config file of its own, and the environment that leads to it. */
function config(content?: string, mode = 0o600) {
  const file = join(emptyHome(), 'config.json');
  if (content !== undefined) {
    writeFileSync(file, content);
    chmodSync(file, mode);
  }
  return { file, environment: { CATALOG_SYNC_CONFIG: file } };
}

const KEPT = JSON.stringify({
  default: 'shop',
  profiles: {
    shop: { url: 'http://shop.test', tenant_id: 't1', tenant_key: SECRET },
    night: { url: 'http://night.test/', operator_key: 'operator' },
  },
});

it('keeps a profile that its owner alone can read, with keys that nobody sees', async () => {
  const { file, environment } = config();
  const typed = `${SECRET}\n\n`;

  const added = await run(['profiles', 'add', 'shop', '--url', 'http://shop.test', '--tenant', 't1'], {
    environment,
    typed,
    isTerminal: true,
  });

  expect(added).toMatchObject({ code: 0, output: expect.stringContaining('Kept shop') });
  expect(added.output + added.errors).not.toContain(SECRET);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    default: 'shop',
    profiles: { shop: { url: 'http://shop.test', tenant_id: 't1', tenant_key: SECRET } },
  });
  const listed = await run(['profiles', '--json'], { environment });
  expect(listed.json().items).toEqual([
    { name: 'shop', url: 'http://shop.test', tenant_id: 't1', keys: ['tenant'], is_default: true },
  ]);
  expect(listed.output).not.toContain(SECRET);
});

it('takes another profile from now on, and forgets one', async () => {
  const { file, environment } = config(KEPT);
  expect(await run(['profiles', 'use', 'night'], { environment })).toMatchObject({ code: 0 });
  expect(await run(['profiles', 'remove', 'night'], { environment })).toMatchObject({ code: 0 });
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')).profiles)).toEqual(['shop']);
  expect(JSON.parse(readFileSync(file, 'utf8')).default).toBeUndefined();
  expect(await run(['profiles', 'use', 'night'], { environment })).toMatchObject({ code: 2 });
});

it.each([0o640, 0o604, 0o660, 0o644])('refuses a file that others may read (%o), and says what to do', async (mode) => {
  const { file, environment } = config(KEPT, mode);
  const refused = await run(['stores'], { environment });
  expect(refused).toMatchObject({ code: 2, errors: expect.stringContaining(`chmod 600 ${file}`) });
});

it('says where a damaged file is wrong, and quotes nothing of it', async () => {
  const unknown = config(JSON.stringify({ profiles: { shop: { url: 'no url', tenant_key: SECRET } } }));
  const refused = await run(['stores'], unknown);
  expect(refused).toMatchObject({ code: 2, errors: expect.stringContaining('profiles.shop.url') });
  const broken = await run(['stores'], config(`{"profiles": ${SECRET}`));
  expect(broken.code).toBe(2);
  expect(refused.errors + broken.errors).not.toContain(SECRET);
});

describe('Whom it asks', () => {
  const { environment } = config(KEPT);

  it('is the default profile, the named one, and what environment and options say instead', () => {
    expect(chooseProfile({}, environment)).toMatchObject({ url: 'http://shop.test', tenant_key: SECRET });
    expect(chooseProfile({ profile: 'night' }, environment)).toMatchObject({ url: 'http://night.test' });
    const named = { ...environment, CATALOG_SYNC_PROFILE: 'night', CATALOG_SYNC_URL: 'http://env.test' };
    expect(chooseProfile({}, named)).toMatchObject({ url: 'http://env.test' });
    expect(chooseProfile({ url: 'http://option.test' }, named)).toMatchObject({ url: 'http://option.test' });
  });

  it('is the local one where nothing is said, and no profile that is not there', () => {
    expect(chooseProfile({}, config().environment)).toMatchObject({ url: 'http://127.0.0.1:8080' });
    expect(() => chooseProfile({ profile: 'day' }, environment)).toThrow('It has: shop, night');
  });

  it('is the profile that an option names, whatever the environment says', () => {
    const set = {
      ...environment,
      CATALOG_SYNC_URL: 'http://env.test',
      CATALOG_SYNC_TENANT_ID: 't2',
      CATALOG_SYNC_TENANT_KEY: 'env key',
      CATALOG_SYNC_OPERATOR_KEY: 'env operator',
    };
    expect(chooseProfile({ profile: 'shop' }, set)).toMatchObject({
      url: 'http://shop.test',
      tenant_id: 't1',
      tenant_key: SECRET,
      operator_key: undefined,
    });
    expect(chooseProfile({}, set)).toMatchObject({ url: 'http://env.test', tenant_key: 'env key' });
  });

  it.each([
    ['an option', { url: 'http://other.test' }, {}],
    ['the environment', {}, { CATALOG_SYNC_URL: 'http://other.test' }],
    ['another port', { url: 'http://shop.test:81' }, {}],
    ['another scheme', { url: 'https://shop.test' }, {}],
  ])('gets no key that was kept for another origin, which %s names', (_what, options, set) => {
    const chosen = chooseProfile(options, { ...environment, ...set });
    expect(JSON.stringify(chosen)).not.toContain(SECRET);
    expect(() => credentialsOf(chosen, 'tenant')).toThrow(
      `The keys of profile shop are for http://shop.test and are not sent to ${chosen.url}.`,
    );
  });

  it('gets a key that was kept for its origin, whatever path is named', () => {
    expect(chooseProfile({ url: 'http://SHOP.test:80/api/' }, environment)).toMatchObject({ tenant_key: SECRET });
  });

  it('gets no key of one tenant for another one that the environment names', () => {
    const chosen = chooseProfile({}, { ...environment, CATALOG_SYNC_TENANT_ID: 't2' });
    expect(chosen.tenant_key).toBeUndefined();
    expect(() => credentialsOf(chosen, 'tenant')).toThrow("The tenant's key of profile shop is for t1, not for t2.");
  });

  it('is a tenant by its own key, and any other tenant by the operator’s', () => {
    const both = { ...environment, CATALOG_SYNC_OPERATOR_KEY: 'op' };
    expect(credentialsOf(chooseProfile({}, both), 'tenant')).toEqual({ tenantId: 't1', key: SECRET });
    expect(credentialsOf(chooseProfile({ tenant: 't2' }, both), 'tenant')).toEqual({
      operatorKey: 'op',
      tenantId: 't2',
    });
    expect(credentialsOf(chooseProfile({}, both), 'operator')).toEqual({ operatorKey: 'op' });
    expect(() => credentialsOf(chooseProfile({}, environment), 'operator')).toThrow('CATALOG_SYNC_OPERATOR_KEY');
  });
});

it('shows nothing of what is typed at the sight of its question', async () => {
  const happened: string[] = [];
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (isRaw: boolean) => happened.push(isRaw ? 'echo off' : 'echo on'),
  });
  const screen = { write: (text: string) => happened.push(text) };
  const interrupted = new AbortController().signal;
  input.end(`${SECRET}x\u007f\r`);

  const secret = await askSecret(
    { args: [], environment: {}, input, output: screen, errors: screen, interrupted },
    'Key',
  );

  expect(secret).toBe(SECRET);
  expect(happened).toEqual(['echo off', 'Key: ', 'echo on', '\n']);
});
