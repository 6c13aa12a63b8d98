import { openAddress } from '../../src/alerts/channels/address';
import { type ApiWorld, apiWorld, type TestTenant } from './api-world';

let world: ApiWorld;
let bare: ApiWorld;
let acme: TestTenant;
let other: TestTenant;
beforeAll(async () => {
  world = await apiWorld({ publicUrl: 'https://sync.example.com', hasMailServer: true });
  bare = await apiWorld({ surroundings: { allowPrivateStores: false } });
  acme = await world.tenant('Acme');
  other = await world.tenant('Other');
});
afterAll(async () => {
  await world.close();
  await bare.close();
});

const SLACK = { kind: 'slack', url: 'https://hooks.slack.com/services/T0/B0/verysecretpath' };

it('makes, lists, changes and deletes a channel, and never shows its address', async () => {
  const { status, body } = await acme.ask('POST /v1/alert-channels', { json: SLACK });
  expect({ status, body }).toEqual({
    status: 201,
    body: {
      id: expect.any(String),
      kind: 'slack',
      address: 'https://hooks.slack.com/…',
      kinds: null,
      quiet_hours: null,
      time_zone: 'UTC',
      state: 'active',
      created_at: expect.any(String),
    },
  });
  const at = `/v1/alert-channels/${body.id}`;
  expect((await acme.ask('GET /v1/alert-channels')).body.items).toEqual([body]);
  const json = { kinds: ['run_failed'], quiet_hours: { from: '22:00', to: '07:00' }, time_zone: 'Europe/Berlin' };
  expect((await acme.ask(`PATCH ${at}`, { json })).body).toEqual({ ...body, ...json });
  expect((await acme.ask(`PATCH ${at}`, { json: { kinds: null } })).body).toMatchObject({ ...json, kinds: null });
  expect((await acme.ask(`GET ${at}`)).body).toMatchObject({ kinds: null, time_zone: 'Europe/Berlin' });
  expect((await acme.ask(`DELETE ${at}`)).status).toBe(204);
  expect((await acme.ask(`GET ${at}`)).status).toBe(404);
  expect(world.log.join('')).not.toContain('verysecretpath');
  const audit = JSON.stringify((await acme.ask('GET /v1/audit-logs')).body);
  expect(audit).toContain('alert_channel_created');
  expect(audit).not.toContain('verysecretpath');
});

it('I9 keeps channels of tenants and of the operator apart', async () => {
  const own = await acme.ask('POST /v1/alert-channels', { json: SLACK });
  const operators = await world.operator('POST /v1/alert-channels', { json: SLACK });
  expect(operators.status).toBe(201);
  const idsOf = async (ask: typeof acme.ask) =>
    (await ask('GET /v1/alert-channels')).body.items.map(({ id }: { id: string }) => id);
  expect(await idsOf(acme.ask)).toEqual([own.body.id]);
  expect(await idsOf(other.ask)).toEqual([]);
  expect(await idsOf(world.operator)).toEqual([operators.body.id]);
  for (const [ask, { body }] of [
    [other.ask, own],
    [acme.ask, operators],
    [world.operator, own],
  ] as const) {
    const at = `/v1/alert-channels/${body.id}`;
    for (const request of [`GET ${at}`, `GET ${at}/deliveries`, `DELETE ${at}`, `POST ${at}/test`]) {
      expect((await ask(request)).status).toBe(404);
    }
    expect((await ask(`PATCH ${at}`, { json: { kinds: null } })).status).toBe(404);
  }
});

it('shows the secret of a webhook once', async () => {
  const json = { kind: 'webhook', url: 'https://example.com/hook' };
  const { body } = await acme.ask('POST /v1/alert-channels', { json });
  expect(body.secret).toMatch(/^whsec_/);
  expect((await acme.ask(`GET /v1/alert-channels/${body.id}`)).body).not.toHaveProperty('secret');
});

it('lists a test among the deliveries', async () => {
  const { body } = await acme.ask('POST /v1/alert-channels', { json: SLACK });
  const test = await acme.ask(`POST /v1/alert-channels/${body.id}/test`);
  expect(test.status).toBe(202);
  expect((await acme.ask(`GET /v1/alert-channels/${body.id}/deliveries`)).body).toEqual({
    items: [
      {
        id: test.body.delivery_id,
        type: 'test',
        count: null,
        state: 'pending',
        tries: 0,
        next_try_at: expect.any(String),
        response: null,
        created_at: expect.any(String),
      },
    ],
    next_cursor: null,
  });
});

it.each([
  ['an unknown kind', { kind: 'pager', url: 'https://a.example' }],
  ['an address that is none', { kind: 'slack', url: 'javascript:alert(1)' }],
  ['an e-mail address that breaks a header', { kind: 'email', address: 'a@example.com\r\nBcc: b@example.com' }],
  ['a kind of alert that is not known', { ...SLACK, kinds: ['nothing'] }],
  ['quiet hours without an end', { ...SLACK, quiet_hours: { from: '22:00' } }],
  ['quiet hours that are none', { ...SLACK, quiet_hours: { from: '22:00', to: '22:00' } }],
  ['a time zone that is not known', { ...SLACK, time_zone: 'Mars/Base' }],
])('refuses %s', async (_, json) => {
  expect((await acme.ask('POST /v1/alert-channels', { json })).status).toBe(400);
});

it('says what is missing for e-mail, and refuses addresses that are not of the internet', async () => {
  const mail = await bare.operator('POST /v1/alert-channels', { json: { kind: 'email', address: 'a@example.com' } });
  expect(mail).toMatchObject({
    status: 422,
    body: { code: 'mail_not_set_up', detail: expect.stringContaining('SMTP_URL') },
  });
  for (const url of ['https://127.0.0.1/hook', 'http://example.com/hook', 'https://example.com:22/hook']) {
    const answer = await bare.operator('POST /v1/alert-channels', { json: { kind: 'webhook', url } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'store_address_refused' } });
  }
});

it('confirms an e-mail address by a button, not by the link alone', async () => {
  const json = { kind: 'email', address: 'anna@example.com' };
  const { body } = await acme.ask('POST /v1/alert-channels', { json });
  expect(body).toMatchObject({ state: 'unconfirmed', address: 'a…@example.com' });
  const state = async () => (await acme.ask(`GET /v1/alert-channels/${body.id}`)).body.state;
  const { rows } = await world.database.withTenant(
    acme.id,
    (sql) => sql<{ sealed: Buffer }>`select sealed from alert_channels where id = ${body.id}::uuid`,
  );
  const channel = { tenantId: acme.id, channelId: body.id };
  const { secret } = openAddress(world.sealer, channel, rows[0]?.sealed ?? Buffer.alloc(0));
  const page = (word: string, method = 'GET') =>
    fetch(`${world.url}/alert-channels/${body.id}/confirm?word=${word}`, { method });

  const opened = await page(secret);
  expect(opened.status).toBe(200);
  expect(opened.headers.get('content-security-policy')).toContain("form-action 'self'");
  expect(await opened.text()).toContain('<form method="post">');
  expect(await state()).toBe('unconfirmed');
  expect((await page('wrong', 'POST')).status).toBe(404);
  expect(await state()).toBe('unconfirmed');
  expect((await page(secret, 'POST')).status).toBe(200);
  expect(await state()).toBe('active');
  expect((await page(secret, 'POST')).status).toBe(200);
  expect(world.log.join('')).not.toContain(secret);
});
