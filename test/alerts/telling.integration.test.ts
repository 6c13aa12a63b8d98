import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { addDelivery, addUnlessWaiting } from '../../src/alerts/channels/add-delivery';
import { openAddress } from '../../src/alerts/channels/address';
import { confirmChannel, knowsChannel } from '../../src/alerts/channels/confirm-channel';
import { lockChannel } from '../../src/alerts/channels/lock-channel';
import { resealChannels } from '../../src/alerts/channels/reseal-channels';
import { listAlertDeliveries } from '../../src/alerts/sending/list-deliveries';
import { listChannelsToTell, listDueChannels } from '../../src/alerts/telling/list-channels-to-tell';
import { createSealer } from '../../src/stores/sealed-credentials';
import { closeTenant } from '../../src/tenants/deletion/close-tenant';
import { markForDeletion } from '../../src/tenants/deletion/mark-for-deletion';
import { insertRun } from '../api/rows';
import { type TellingWorld, tellingWorld } from './telling-world';

let world: TellingWorld;
beforeEach(async () => {
  world = await tellingWorld();
});
afterEach(() => world.close());

const HOUR = 3_600_000;
const FROM = { address: null, requestId: '00000000-0000-4000-8000-000000000000' };

const fails = (message = 'No answer.') =>
  insertRun(world.database, world.acme, {
    status: 'failed',
    errorType: 'store_unreachable',
    errorMessage: message,
    queued: 200,
  });
const succeeds = () => insertRun(world.database, world.acme, { queued: 100 });
const textsOf = (receiver: { got: { body: string }[] }): string[] =>
  receiver.got.map(({ body }) => JSON.parse(body).text);
const rename = (name: string) =>
  world.database.withTenant(world.acme.tenantId, (sql) => sql`update stores set name = ${name}::text`);

it('tells an alert once, reminds daily, and tells that it is solved', async () => {
  await world.channel(world.acme.tenantId, {});
  const run = await fails();
  await world.look();
  await world.look();
  await world.look(new Date(Date.now() + 23 * HOUR));
  expect(textsOf(world.slack)).toEqual([
    expect.stringMatching(/^\*1 store cannot be synced\*\n• \*Shop\*: No answer\. .*\n\*Kept:\* .*\n\*To do:\* /),
  ]);
  expect(textsOf(world.slack)[0]).toContain(`<https://sync.example.com/v1/sync-runs/${run}|Run>`);
  expect(textsOf(world.slack)[0]).not.toContain('temporal.example.com');

  await world.look(new Date(Date.now() + 25 * HOUR));
  expect(textsOf(world.slack)[1]).toMatch(/^\*Still: 1 store cannot be synced\*/);
  await succeeds();
  await world.look(new Date(Date.now() + 26 * HOUR));
  await world.look(new Date(Date.now() + 60 * HOUR));
  expect(textsOf(world.slack).slice(2)).toEqual([
    expect.stringMatching(/^\*Solved: 1 store is synced again\*\n• \*Shop\*: It is right again\./),
  ]);
});

it('I9 tells a tenant of its own stores, and the operator of all, in one message', async () => {
  await world.channel(world.acme.tenantId, {});
  await world.channel(null, { kind: 'webhook', address: world.hook.url });
  await fails();
  await insertRun(world.database, world.other, { status: 'failed', errorType: 'store_unreachable' });
  await world.look();
  expect(textsOf(world.slack)).toEqual([expect.stringMatching(/^\*1 store cannot be synced\*/)]);
  expect(world.hook.got.map(({ body }) => JSON.parse(body))).toEqual([
    {
      id: expect.any(String),
      type: 'alert.opened',
      at: expect.any(String),
      data: expect.objectContaining({ kind: 'run_failed', event: 'opened', count: 2, tenants: 2 }),
    },
  ]);
});

it('signs what a webhook is told, with the secret that was shown once', async () => {
  const { secret } = await world.channel(world.acme.tenantId, { kind: 'webhook', address: world.hook.url });
  await fails();
  await world.look();
  const [got] = world.hook.got;
  const headers = Object.fromEntries(
    ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(got?.headers[name])]),
  );
  expect(new Webhook(secret).verify(got?.body ?? '', headers)).toMatchObject({ id: headers['webhook-id'] });
});

it('joins hundreds of stores in one message, and names ten of them', async () => {
  await world.channel(null, {});
  await world.database.withTenant(world.acme.tenantId, async (sql) => {
    await sql`
      insert into stores (tenant_id, platform, name, address, identity, currency, product_count, status, status_detail)
      select ${sql.tenantId}::uuid, 'shopify', 'Shop ' || n, n || '.example', 'shop', 'EUR', 1, 'needs_attention', 'Refused.'
        from generate_series(1, 300) n`;
  });
  await world.look();
  const [text = '', ...others] = textsOf(world.slack);
  expect(others).toEqual([]);
  expect(text).toMatch(/^\*300 stores need attention\*/);
  expect(text.split('\n').filter((line) => line.startsWith('•'))).toHaveLength(11);
  expect(text).toContain('and 290 more');
});

it('holds what comes in quiet hours, and tells then what is still unsolved', async () => {
  const at = (time: string) => new Date(`2026-01-15T${time}:00Z`);
  const quiet = { quietHours: { from: '22:00', to: '07:00' }, timeZone: 'Europe/Berlin' };
  await world.channel(world.acme.tenantId, quiet);
  await fails();
  await world.look(at('21:00'));
  await world.look(at('05:59'));
  expect(textsOf(world.slack)).toEqual([]);
  await world.look(at('06:00'));
  expect(textsOf(world.slack)).toHaveLength(1);
});

it('never tells of what came and went while it was quiet', async () => {
  await world.channel(world.acme.tenantId, { quietHours: { from: '22:00', to: '07:00' } });
  await fails();
  await world.look(new Date('2026-01-15T23:00:00Z'));
  await succeeds();
  await world.look(new Date('2026-01-16T06:00:00Z'));
  await world.look(new Date('2026-01-16T08:00:00Z'));
  expect(textsOf(world.slack)).toEqual([]);
});

it('lets no store call people, forge links or write HTML', async () => {
  await rename('<!channel> & <https://evil.example|Run> *x* @here\nKept: all');
  await world.channel(world.acme.tenantId, {});
  const { channel } = await world.channel(world.acme.tenantId, { kind: 'email', address: 'anna@example.com' });
  await confirmChannel(world.database, { id: channel.id, tenantId: world.acme.tenantId }, FROM);
  await fails('<script>alert(1)</script>');
  await world.look();
  const [text = ''] = textsOf(world.slack);
  expect(text).not.toMatch(/<!|<https:\/\/evil|@here/);
  expect(text.split('\n')).toHaveLength(4);
  const alert = world.mail.got.at(-1);
  expect(alert?.raw).toContain('&lt;script&gt;');
  expect(alert?.raw).toContain('&lt;!channel&gt;');
  expect(alert?.raw.split('text/html')[1]).not.toContain('<script>');
});

it('asks an e-mail address before it writes anything else, once an hour whoever names it', async () => {
  const { channel } = await world.channel(world.acme.tenantId, { kind: 'email', address: 'anna@example.com' });
  await world.channel(world.other.tenantId, { kind: 'email', address: 'Anna@example.com' });
  await fails();
  await world.look();
  await world.look();
  expect(world.mail.got.map(({ to, raw }) => [to, raw.includes('Do you want alerts')])).toEqual([
    [['anna@example.com'], true],
  ]);

  const raw = world.mail.got[0]?.raw.replace(/=\r\n/g, '').replaceAll('=3D', '=') ?? '';
  const [, id = '', word = ''] = /alert-channels\/([\w-]+)\/confirm\?word=([\w-]+)/.exec(raw) ?? [];
  expect(id).toBe(channel.id);
  expect(await knowsChannel(world.database, world.sealer, { id, word: `${word}x` })).toBeNull();
  const known = await knowsChannel(world.database, world.sealer, { id, word });
  expect(known).toEqual({ tenantId: world.acme.tenantId });
  await confirmChannel(world.database, { id, tenantId: world.acme.tenantId }, FROM);
  await world.look();
  expect(world.mail.got).toHaveLength(2);
  expect(world.mail.got[1]?.raw).toContain('Subject: 1 store cannot be synced');
});

it('asks an address that did not confirm once at a time, and lets no alert wait behind that once it did', async () => {
  const { tenantId } = world.acme;
  const { channel } = await world.channel(tenantId, { kind: 'email', address: 'anna@example.com' });
  const again = () =>
    world.database.withTenant(tenantId, async (sql) => {
      await lockChannel(sql, channel.id);
      return addUnlessWaiting(sql, channel, 'confirmation');
    });
  expect(await again()).toBe(await again());

  await confirmChannel(world.database, { id: channel.id, tenantId }, FROM);
  await fails();
  await world.look();
  expect(world.mail.got.map(({ raw }) => /Subject: .*/.exec(raw)?.[0])).toEqual(['Subject: 1 store cannot be synced']);
});

it('lets a dead channel delay no other, and tells it what is still unsolved when it answers', async () => {
  const { tenantId } = world.acme;
  const { channel } = await world.channel(tenantId, { kind: 'webhook', address: world.hook.url });
  await world.channel(tenantId, {});
  world.hook.status = 500;
  await fails();
  await world.look();
  expect(textsOf(world.slack)).toHaveLength(1);
  await world.look();
  expect(world.hook.got).toHaveLength(1); // its next try is in minutes

  const due = () =>
    world.database.withTenant(
      tenantId,
      (sql) => sql`update alert_channels set due_at = now() where id = ${channel.id}::uuid`,
    );
  await due();
  await world.look();
  await succeeds();
  await world.look();
  world.hook.status = 200;
  await due();
  await world.look();
  await world.look();
  const types = world.hook.got.map(({ headers, body }) => [headers['webhook-id'], JSON.parse(body).type]);
  const [first] = types[0] ?? [];
  expect(types).toEqual([
    [first, 'alert.opened'],
    [first, 'alert.opened'],
    [first, 'alert.opened'],
    [expect.any(String), 'alert.solved'],
  ]);
});

it('counts a message that is given up as a failure, so that a dead receiver is not taken for well', async () => {
  const { tenantId } = world.acme;
  const { channel } = await world.channel(tenantId, {});
  world.slack.status = 500;
  await fails();
  await world.look();
  await world.database.withTenant(tenantId, async (sql) => {
    await sql`update alert_deliveries set created_at = now() - interval '73 hours'`;
    await sql`update alert_channels set due_at = now()`;
  });
  await world.look();
  const { rows } = await world.database.withTenant(
    tenantId,
    (sql) => sql`
      select d.state, c.failed_tries as tries from alert_channels c join alert_deliveries d on d.channel_id = c.id
       where c.id = ${channel.id}::uuid`,
  );
  expect(rows).toEqual([{ state: 'failed', tries: 2 }]);
});

it('lets Slack show nothing of the pages that links lead to', async () => {
  await world.channel(world.acme.tenantId, {});
  await fails();
  await world.look();
  expect(JSON.parse(world.slack.got[0]?.body ?? '')).toMatchObject({ unfurl_links: false, unfurl_media: false });
});

it('looks at the channels of others where one tenant is being deleted, for another key', async () => {
  const { tenantId } = world.acme;
  await world.channel(tenantId, {});
  const { channel } = await world.channel(world.other.tenantId, {});
  await world.database.withSystem((sql) => markForDeletion(sql, { tenantId, confirmName: 'Acme' }));
  await closeTenant(world.database, tenantId);
  const foreign = createSealer([randomBytes(32)]);
  expect(await resealChannels(world.database, foreign)).toEqual({
    resealed: 0,
    unreadable: [{ channelId: channel.id, why: expect.any(String) }],
  });
});

it('rings for no channel of a tenant that is switched off or being deleted', async () => {
  await world.channel(world.acme.tenantId, {});
  await fails();
  await world.look();
  const { channel } = await world.channel(world.acme.tenantId, {});
  await world.database.withTenant(world.acme.tenantId, (sql) => addDelivery(sql, channel, 'test'));
  const listed = async () =>
    (await Promise.all([listDueChannels, listChannelsToTell].map((list) => world.database.withSystem(list)))).map(
      ({ length }) => length,
    );
  expect(await listed()).toEqual([1, 2]);
  await world.database.withSystem(
    (sql) => sql`update tenants set is_active = false where id = ${world.acme.tenantId}::uuid`,
  );
  expect(await listed()).toEqual([0, 0]);
});

it('waits longer and longer where an address cannot be unsealed', async () => {
  const { tenantId } = world.acme;
  const { channel } = await world.channel(tenantId, {});
  await world.database.withTenant(
    tenantId,
    (sql) => sql`update alert_channels set sealed = set_byte(sealed, 9, 255 - get_byte(sealed, 9))`,
  );
  await fails();
  await world.look();
  const { items } = await world.database.withTenant(tenantId, (sql) =>
    listAlertDeliveries(sql, { tenantId, channelId: channel.id }, { limit: 10, after: null }),
  );
  expect(items).toMatchObject([{ state: 'pending', tries: 1, body: expect.stringContaining('CREDENTIALS_KEY') }]);
  expect(await world.database.withSystem(listDueChannels)).toEqual([]);
});

it('tells again before the day is over that more products were set aside', async () => {
  const setAside = (count: number) =>
    world.database.withTenant(
      world.acme.tenantId,
      (sql) =>
        sql`update stores set set_aside_count = ${count}::int, product_count = 100 where id = ${world.acme.storeId}::uuid`,
    );
  await world.channel(world.acme.tenantId, {});
  await setAside(20);
  await world.look();
  await setAside(30);
  await world.look();
  expect(textsOf(world.slack)).toHaveLength(1);
  await setAside(31);
  await world.look();
  await world.look();
  expect(textsOf(world.slack)).toHaveLength(2);
  expect(textsOf(world.slack)[1]).toContain('31 of about 100');
});

it('says no more of an address than whose it is, and seals it anew with another key', async () => {
  const { channel } = await world.channel(null, { kind: 'email', address: 'anna@example.com' });
  expect(channel.shown).toBe('a…@example.com');
  expect(await resealChannels(world.database, world.sealer)).toEqual({ resealed: 0, unreadable: [] });
  const { rows } = await world.database.withSystem((sql) => sql<{ sealed: Buffer }>`select sealed from alert_channels`);
  const opened = openAddress(
    world.sealer,
    { tenantId: null, channelId: channel.id },
    rows[0]?.sealed ?? Buffer.alloc(0),
  );
  expect(opened.address).toBe('anna@example.com');
});
