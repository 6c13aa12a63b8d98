import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../support/until';
import { type CliWorld, cliWorld } from './cli-world';
import { emptyHome } from './run-in-test';

let world: CliWorld;
beforeAll(async () => {
  world = await cliWorld();
});
afterAll(() => world.close());

const untilOver = (runId: string) =>
  until(`run ${runId} is over`, async () => (await world.json('run', runId)).finished_at);

const product = (id: string, more: object = {}) => ({ id, name: `Mug ${id}`, regular_price: '5.00', ...more });

describe('connect', () => {
  it('asks for the secrets, shows them nowhere, and starts a sync where it is asked to', async () => {
    const { shop, storeId } = await world.shop([product('1')]);
    const typed = `${shop.consumerKey}\n${shop.consumerSecret}\n`;

    const ran = await world.tenantWith(
      { typed, isTerminal: true },
      ...['connect', 'woocommerce', '--address', shop.url, '--name', 'Mugs', '--sync'],
    );

    expect(ran).toMatchObject({ code: 0, output: expect.stringContaining(`store ${storeId}`) });
    expect(ran.output).toMatch(/run [0-9a-f-]{36}/);
    expect(ran.errors).toContain('Consumer key');
    expect(ran.output + ran.errors).not.toContain(shop.consumerSecret);
  });

  it('reads them from a file, tries them without keeping anything, and tells what the store said', async () => {
    const { shop } = await world.shop([product('1')]);
    const file = join(emptyHome(), 'shop.json');
    const credentials = { store_url: shop.url, consumer_key: shop.consumerKey, consumer_secret: shop.consumerSecret };
    writeFileSync(file, JSON.stringify(credentials));
    expect(await world.json('connect', 'woocommerce', '--from', file, '--check')).toMatchObject({ product_count: 1 });

    writeFileSync(file, JSON.stringify({ ...credentials, consumer_secret: 'cs_wrong' }));
    const refused = await world.tenant('connect', 'woocommerce', '--from', file);
    expect(refused).toMatchObject({ code: 3, errors: expect.stringContaining('store_credentials_rejected') });
    expect(refused.errors).not.toContain('cs_wrong');

    writeFileSync(file, JSON.stringify({ ...credentials, secret: 'cs_wrong' }));
    expect(await world.tenant('connect', 'woocommerce', '--from', file)).toMatchObject({ code: 2 });
  });

  it('takes no secret as an argument', async () => {
    const ran = await world.tenant('connect', 'woocommerce', '--consumer-secret', 'cs_secret');
    expect(ran).toMatchObject({ code: 2, errors: expect.stringContaining('unknown option') });
  });
});

describe('stores, sync, runs, run', () => {
  it('syncs a store by its name, watches the run, and tells its end by the exit code', async () => {
    const { name, storeId } = await world.shop([product('1'), product('2')]);

    const ran = await world.tenant('sync', name.toUpperCase(), '--watch');

    expect(ran).toMatchObject({ code: 0, output: expect.stringMatching(/status +completed\n/) });
    expect(ran.output).toContain('2 created');
    const stores = await world.json('stores');
    expect(stores.items).toContainEqual(expect.objectContaining({ id: storeId, product_count: 2 }));
    expect((await world.json('stores', '--late')).items).toEqual([]);
    const { items } = await world.json('runs', '--store', storeId, '--status', 'completed');
    expect(items).toMatchObject([{ mode: 'full', status: 'completed' }]);
    expect(await world.json('run', items[0].id)).toEqual(items[0]);
    const table = await world.tenant('runs', '--store', storeId);
    expect(table.output).toMatch(/run +queued +mode +status/);
    expect(table.output).toContain(items[0].id);
  });

  it('lets no store write to the terminal, and leaves its words as they are in JSON', async () => {
    const name = '\u001b]0;owned\u0007\u001b[31mPlate\u202e';
    const { storeId, shop } = await world.shop([product('1')]);
    await world.tenant('sync', storeId, '--watch');
    shop.patch('1', { name });

    const named = await world.served.operator(`PATCH /v1/stores/${storeId}`, {
      json: { name },
      headers: { 'x-tenant-id': world.tenantId },
    });
    expect(named.status).toBeLessThan(500);

    const verified = await world.tenant('verify', storeId);

    expect(verified).toMatchObject({ code: 14, output: expect.stringContaining('Plate') });
    expect((verified.output + verified.errors).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    const runs = await world.json('runs', '--store', storeId, '--limit', '1');
    expect(runs.has_more).toBe(true);
    const diff = await world.tenant('diff', runs.items[0].id, '--json');
    expect(diff.code).toBe(14);
    expect(diff.output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(diff.json().items).toMatchObject([{ kind: 'changed', external_id: '1' }]);
  });

  it('says with 0 that a catalogue equals its store, and starts a dry run that is not waited for', async () => {
    const { storeId } = await world.shop([product('1')]);
    await world.tenant('sync', storeId, '--watch');
    expect(await world.tenant('verify', storeId)).toMatchObject({
      code: 0,
      output: expect.stringContaining('No differences.'),
    });
    const started = await world.json('sync', storeId, '--dry-run');
    expect(await world.json('run', started.run_id)).toMatchObject({ dry_run: true });
    const other = await world.json('verify', storeId, '--no-wait');
    expect(await world.tenant('run', other.run_id, '--watch')).toMatchObject({ code: 0 });
  });

  it('names the stores that may be meant, and the one that is not there', async () => {
    await world.shop([]);
    await world.shop([]);
    const several = await world.tenant('sync');
    expect(several).toMatchObject({ code: 2, errors: expect.stringContaining('name one by its id') });
    expect(await world.tenant('sync', 'nowhere')).toMatchObject({
      code: 2,
      errors: expect.stringContaining('No store is called nowhere'),
    });
    const none = await world.tenant('run', '00000000-0000-4000-8000-000000000000', '--json');
    expect(none.code).toBe(3);
    expect(JSON.parse(none.errors)).toMatchObject({ error: { code: 'not_found', status: 404 } });
  });
});

describe('missing, approve, reject', () => {
  async function waiting() {
    const ids = Array.from({ length: 10 }, (_, at) => String(at + 1));
    const { shop, storeId } = await world.shop(ids.map((id) => product(id)));
    const json = { settings: { deactivation_brake: { count: 2, percent: 10 } } };
    await world.served.operator(`PATCH /v1/stores/${storeId}`, { json, headers: { 'x-tenant-id': world.tenantId } });
    await world.tenant('sync', storeId, '--watch');
    for (const id of ids.slice(0, 5)) shop.remove(id);
    const ran = await world.tenant('sync', storeId, '--watch', '--json');
    expect(ran.code).toBe(13);
    return ran.json().id;
  }

  it('lists what an approval would switch off, approves some of it, and shows the run’s end', async () => {
    const runId = await waiting();
    expect(await world.tenant('run', runId)).toMatchObject({
      output: expect.stringContaining(`catalog-sync approve ${runId}`),
    });
    expect((await world.json('missing', runId)).items).toHaveLength(5);
    expect(await world.tenant('approve', runId, '1', '2')).toMatchObject({ code: 0 });
    await untilOver(runId);
    expect(await world.tenant('run', runId, '--watch')).toMatchObject({
      code: 10,
      output: expect.stringContaining('2 deactivated'),
    });
    expect(await world.tenant('approve', runId)).toMatchObject({
      code: 3,
      errors: expect.stringContaining('conflict'),
    });
  });

  it('rejects it', async () => {
    const runId = await waiting();
    expect(await world.tenant('reject', runId)).toMatchObject({ code: 0 });
    expect(await world.tenant('cancel', '00000000-0000-4000-8000-000000000000')).toMatchObject({ code: 3 });
  });
});

it('rejected lists what could not be read, and retry reads it again', async () => {
  const { shop, storeId } = await world.shop([product('1'), product('2', { regular_price: 'free' })]);
  const ran = await world.tenant('sync', storeId, '--watch', '--json');
  expect(ran.code).toBe(10);
  const runId = ran.json().id;
  expect(await world.tenant('rejected', runId)).toMatchObject({
    code: 0,
    output: expect.stringMatching(/2 +Mug 2 +price_unreadable/),
  });
  shop.patch('2', { regular_price: '3.00' });
  const retry = await world.json('rejected', 'retry', runId, '2');
  expect(await world.tenant('run', retry.run_id, '--watch')).toMatchObject({ code: 0 });
  expect(await world.tenant('rejected', 'retry', '--store', storeId)).toMatchObject({ code: 3 });
  expect(await world.tenant('rejected')).toMatchObject({ code: 2 });
});

it('explain says why a product is as it is, by its id here or by what the store calls it', async () => {
  const { storeId } = await world.shop([product('1', { sku: 'MUG-1' })]);
  await world.tenant('sync', storeId, '--watch');
  const bySku = await world.json('explain', 'MUG-1', '--store', storeId);
  expect(bySku.items).toMatchObject([{ external_id: '1' }]);
  const byId = await world.tenant('explain', bySku.items[0].id);
  expect(byId).toMatchObject({ code: 0, output: expect.stringContaining('Mug 1') });
  expect(await world.tenant('explain', 'nothing of that name', '--store', storeId)).toMatchObject({ code: 0 });
});

describe('What operators do', () => {
  it('lists tenants, and makes, lists and revokes a tenant’s keys', async () => {
    expect((await world.operator('tenants', '--json')).json().items).toContainEqual(
      expect.objectContaining({ id: world.tenantId }),
    );
    const tenant = ['--tenant', world.tenantId];
    const made = (await world.operator('keys', 'add', 'reader', '--scope', 'catalog:view', ...tenant, '--json')).json();
    const listed = await world.operator('keys', ...tenant);
    expect(listed.output).toContain('reader');
    expect(listed.output).not.toContain(made.key);
    const reader = { ...world.environment, CATALOG_SYNC_TENANT_KEY: made.key };
    expect(await world.tenantWith({ environment: reader }, 'stores')).toMatchObject({
      code: 3,
      errors: expect.stringContaining('insufficient_scope'),
    });
    expect(await world.operator('keys', 'revoke', made.id, ...tenant)).toMatchObject({ code: 0 });
    expect(await world.tenantWith({ environment: reader }, 'explain', 'x')).toMatchObject({ code: 3 });
    expect(await world.operator('keys')).toMatchObject({ code: 2, errors: expect.stringContaining('--tenant') });
    expect(await world.tenant('tenants')).toMatchObject({ code: 2 });
  });

  it('syncs all stores, and lists schedules', async () => {
    expect(await world.operator('sync', '--all')).toMatchObject({
      code: 0,
      output: expect.stringMatching(/run [0-9a-f-]{36}/),
    });
    expect(await world.operator('sync', '--all', '--watch')).toMatchObject({ code: 2 });
    expect(await world.operator('schedules')).toMatchObject({ code: 0, output: expect.stringContaining('time zone') });
    expect(await world.operator('schedules', 'pause', 'sync-all-woocommerce')).toMatchObject({ code: 3 });
    expect(await world.operator('schedules', 'trigger', 'sync-all-woocommerce')).toMatchObject({ code: 3 });
  });
});

it('leaves a run running when it is interrupted, and says so with its id', async () => {
  const { storeId } = await world.shop([product('1')]);
  const interrupting = new AbortController();
  const onWritten = (text: string) => {
    if (/run [0-9a-f-]{36}/.test(text)) interrupting.abort();
  };

  const left = await world.tenantWith({ interrupted: interrupting.signal, onWritten }, 'sync', storeId, '--watch');

  const [, runId = ''] = /Run ([0-9a-f-]{36}) goes on/.exec(left.errors) ?? [];
  expect(left).toMatchObject({ code: 130, output: '' });
  expect(left.errors).toContain(`catalog-sync run ${runId} --watch`);
  expect(await world.tenant('run', runId, '--watch')).toMatchObject({ code: 0 });
});
