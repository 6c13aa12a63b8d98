import { PassThrough } from 'node:stream';
import { createMailer } from '../../../src/alerts/sending/mailer';
import { askDeadMan, goesOn } from '../../../src/api/emergencies/all-is-well';
import { claimTelling, noteEmergencyTold } from '../../../src/api/emergencies/claim-telling';
import { lookAround } from '../../../src/api/emergencies/look-around';
import { watchOver } from '../../../src/api/emergencies/watch-over';
import { connectDatabase } from '../../../src/database/database';
import { createLogger } from '../../../src/process/logger';
import { dueStores, triggerSchedule } from '../../../src/temporal/schedules';
import { type MailServer, startMailServer } from '../../alerts/mail-server';
import { type Receiver, startReceiver } from '../../alerts/receiver';
import { useOwnNamespace } from '../../support/own-namespace';
import { until } from '../../support/until';
import { type ApiWorld, apiWorld, temporalAt } from '../api-world';

let world: ApiWorld;
let mail: MailServer;
let hook: Receiver;
beforeAll(async () => {
  await useOwnNamespace();
  world = await apiWorld();
  [mail, hook] = await Promise.all([startMailServer(), startReceiver()]);
});
afterAll(async () => {
  await Promise.all([mail.close(), hook.close()]);
  await world.close();
});

const log = createLogger({ logLevel: 'silent', logFormat: 'json' }, []);

it('lets one process tell, and the next one when that one died before it did', async () => {
  const { database } = world;
  expect(await claimTelling(database, 'workers', 'away')).toBe('claimed');
  expect(await claimTelling(database, 'workers', 'away')).toBe('others');
  await database.withSystem((sql) => sql`update emergency_tellings set claimed_at = now() - interval '3 minutes'`);
  expect(await claimTelling(database, 'workers', 'away')).toBe('claimed');
  await noteEmergencyTold(database, 'workers');
  expect(await claimTelling(database, 'workers', 'away')).toBe('told');
  expect(await claimTelling(database, 'workers', 'back')).toBe('claimed');
});

it('sees that a database, Temporal or all workers are away', async () => {
  const { database, temporal } = world;
  expect([...(await lookAround({ database, temporal, log }))]).toEqual(['workers']);
  const gone = connectDatabase('postgresql://nobody@127.0.0.1:1/none', { patienceMs: 200 });
  expect([...(await lookAround({ database: gone, temporal, log }))].sort()).toEqual(['database', 'workers']);
  await gone.close();
  const address = process.env.TEMPORAL_ADDRESS ?? '';
  const away = temporalAt('127.0.0.1:1');
  expect([...(await lookAround({ database, temporal: away, log }))]).toEqual(['temporal']);
  await away.close();
  process.env.TEMPORAL_ADDRESS = address;
});

it('tells the operator once, by e-mail and webhook, of two processes that both saw it', async () => {
  const ending = new AbortController();
  const receivers = {
    url: hook.url,
    email: 'operator@example.com',
    mailer: createMailer({ smtpUrl: mail.smtpUrl, alertFrom: 'alerts@example.com' }),
    deadManUrl: null,
  };
  await world.database.withSystem((sql) => sql`update emergency_tellings set event = 'back', told_at = now()`);
  const { database, temporal } = world;
  const watching = [1, 2].map(() =>
    watchOver({ database, temporal, log }, receivers, ending.signal, { everyMs: 20, afterMs: 0 }),
  );
  await until('the operator was told', async () => mail.got.length > 0 && hook.got.length > 0);
  const toldTwice = async () => (await claimTelling(database, 'workers', 'away')) === 'told';
  await until('it stands that it was told', toldTwice);
  ending.abort();
  await Promise.all(watching);
  expect(hook.got.map(({ body }) => JSON.parse(body))).toEqual([
    expect.objectContaining({
      type: 'emergency.away',
      data: { what: 'workers' },
      text: expect.stringContaining('*To do:*'),
    }),
  ]);
  expect(mail.got).toHaveLength(1);
  expect(mail.got[0]?.raw).toContain('Subject: catalog-sync: no worker asks for work');
});

it('tells, started anew, that is back what was told as away before, and lets the next outage be told', async () => {
  const { database, temporal } = world;
  const before = hook.got.length;
  await claimTelling(database, 'temporal', 'away');
  await noteEmergencyTold(database, 'temporal');
  const ending = new AbortController();
  const receivers = { url: hook.url, email: null, mailer: null, deadManUrl: null };
  const watching = [1, 2].map(() =>
    watchOver({ database, temporal, log }, receivers, ending.signal, { everyMs: 20, afterMs: 60_000 }),
  );
  await until('it stands that it was told', async () => {
    const { rows } = await database.withSystem(
      (sql) => sql`select from emergency_tellings where what = 'temporal' and event = 'back' and told_at is not null`,
    );
    return rows.length === 1;
  });
  ending.abort();
  await Promise.all(watching);
  expect(hook.got.slice(before).map(({ body }) => JSON.parse(body))).toEqual([
    expect.objectContaining({ type: 'emergency.back', data: { what: 'temporal' } }),
  ]);
  expect(await claimTelling(database, 'temporal', 'away')).toBe('claimed');
});

it('tells by itself, and once, that a database is away and that it is back', async () => {
  const before = hook.got.length;
  const ending = new AbortController();
  const { database, temporal } = world;
  let isAway = true;
  const flaky = { ...database, ping: () => (isAway ? Promise.reject(new Error('away')) : database.ping()) };
  const receivers = { url: hook.url, email: null, mailer: null, deadManUrl: null };
  const watching = watchOver({ database: flaky, temporal, log }, receivers, ending.signal, { everyMs: 20, afterMs: 0 });
  const told = () =>
    hook.got
      .slice(before)
      .map(({ body }) => JSON.parse(body))
      .filter(({ data }) => data.what === 'database')
      .map(({ type }) => type);
  await until('it was told that it is away', async () => told().length === 1);
  isAway = false;
  await until('it was told that it is back', async () => told().length === 2);
  ending.abort();
  await watching;
  expect(told()).toEqual(['emergency.away', 'emergency.back']);
});

it('asks the dead man’s switch, and takes nothing for well where no due stores are swept', async () => {
  const { database, temporal } = world;
  const before = hook.got.length;
  expect(await askDeadMan(hook.url, { log, signal: new AbortController().signal })).toBe(true);
  expect(hook.got).toHaveLength(before + 1);
  expect(await goesOn({ database, temporal, log })).toBe(false);
});

it('asks the dead man’s switch while due stores are swept, and says when it did not take the question', async () => {
  const { database, temporal } = world;
  await temporal.ask((client) => client.schedule.create(dueStores(temporal.taskQueue)));
  await triggerSchedule(temporal, 'sync-due-stores');
  await until('a sweep is known', () => goesOn({ database, temporal, log }));

  const output = new PassThrough();
  const heard = createLogger({ logLevel: 'warn', logFormat: 'json' }, [], output);
  hook.status = 500;
  const isTaken = await askDeadMan(hook.url, { log: heard, signal: new AbortController().signal });
  hook.status = 200;
  expect(isTaken).toBe(false);
  expect(String(output.read())).toContain('"status":500');
});
