import { ScheduleOverlapPolicy, type ScheduleUpdateOptions } from '@temporalio/client';
import { PLATFORMS } from '../../../src/model/platform';
import { dailyFullSync, hourlyMaintenance } from '../../../src/temporal/schedules';
import { useOwnNamespace } from '../../support/own-namespace';
import { until } from '../../support/until';
import { type ApiWorld, apiWorld } from '../api-world';

let world: ApiWorld;

const ID = 'sync-all-shopify';
const handleOf = (id: string) => world.temporal.ask(async (client) => client.schedule.getHandle(id));
const described = async (id = ID) => (await handleOf(id)).describe();

interface Item {
  id: string;
  next_times: string[];
}

const listed = async (): Promise<Item[]> => (await world.operator('GET /v1/schedules')).body.items;
const shown = async (id = ID) => (await listed()).find((item) => item.id === id);
const put = (json: object, id = ID) => world.operator(`PUT /v1/schedules/${id}`, { json });

beforeAll(async () => {
  await useOwnNamespace();
  world = await apiWorld();
});
beforeEach(async () => {
  const { taskQueue } = world.temporal;
  for (const schedule of [...PLATFORMS.map((name) => dailyFullSync(name, taskQueue)), hourlyMaintenance(taskQueue)]) {
    await world.temporal.ask((client) => client.schedule.create(schedule));
  }
});
afterEach(async () => {
  for (const id of [...PLATFORMS.map((name) => `sync-all-${name}`), 'maintenance']) await (await handleOf(id)).delete();
});
afterAll(() => world.close());

it('lists every schedule with what it is for, when it acts, and the five times to come', async () => {
  const items = await listed();

  expect(items.map(({ id }) => id)).toEqual(['sync-all-woocommerce', 'sync-all-shopify', 'maintenance']);
  expect(items[1]).toMatchObject({
    description: expect.stringContaining('shopify'),
    platform: 'shopify',
    mode: 'full',
    interval: null,
    cron: '0 2 * * *',
    time_zone: 'UTC',
    paused: false,
    last: null,
    next_at: items[1]?.next_times[0],
    last_at: null,
    last_run_id: null,
  });
  expect(items[2]).toMatchObject({ platform: null, mode: null, interval: '1h', cron: null });
  for (const { next_times } of items) {
    expect(next_times).toHaveLength(5);
    expect([...next_times].sort()).toEqual(next_times);
  }
});

it('changes the Temporal schedule itself, and keeps what it is not told', async () => {
  const before = await described();
  const { status, body } = await put({ cron: '30 3 * * MON-FRI', time_zone: 'Europe/Berlin' });

  expect(status).toBe(200);
  expect(body).toMatchObject({ cron: '30 3 * * 1-5', interval: null, time_zone: 'Europe/Berlin', paused: false });
  expect(body.next_times).toHaveLength(5);
  const after = await described();
  expect(after.spec).toMatchObject({ jitter: 3_600_000, timezone: 'Europe/Berlin', intervals: [] });
  expect(after.policies).toEqual(before.policies);
  // Temporal says nothing of a priority that was never set, and then that it is the usual one.
  expect({ ...after.action, priority: null }).toEqual({ ...before.action, priority: null });
  expect(after.state).toEqual(before.state);

  const hourly = await put({ interval: '6h' });
  expect(hourly.body).toMatchObject({ interval: '6h', cron: null, time_zone: 'Europe/Berlin' });
  expect((await described()).spec).toMatchObject({
    calendars: [],
    intervals: [{ every: 21_600_000 }],
    jitter: 3_600_000,
  });
});

it('pauses and resumes, says there who did, and has no next time meanwhile', async () => {
  const { body } = await put({ paused: true });
  expect(body).toMatchObject({ paused: true, next_times: [], next_at: null, cron: '0 2 * * *' });
  expect((await described()).state).toMatchObject({ paused: true, note: 'Paused by operator, through the API' });

  await put({ interval: '12h' });
  expect((await described()).state).toMatchObject({ paused: true, note: 'Paused by operator, through the API' });
  expect((await put({ paused: false })).body).toMatchObject({ paused: false, interval: '12h' });
});

it('shows what was changed in the Web UI as it is, and leaves it when something else is changed', async () => {
  await (await handleOf(ID)).update(
    (schedule): ScheduleUpdateOptions => ({
      ...schedule,
      spec: { calendars: [{ hour: 4 }, { hour: 16, minute: 30 }], jitter: '10 minutes', timezone: 'Asia/Kolkata' },
      policies: { overlap: ScheduleOverlapPolicy.BUFFER_ONE, catchupWindow: '2 hours', pauseOnFailure: true },
      action: { ...schedule.action, memo: { kept: true } },
      state: { ...schedule.state, note: 'by hand' },
    }),
  );
  expect(await shown()).toMatchObject({ cron: null, interval: null, time_zone: 'Asia/Kolkata' });
  expect((await shown())?.next_times).toHaveLength(5);

  await put({ mode: 'full', paused: true });
  const after = await described();
  expect(after.spec.calendars).toMatchObject([
    { hour: [{ start: 4 }] },
    { hour: [{ start: 16 }], minute: [{ start: 30 }] },
  ]);
  expect(after.spec.jitter).toBe(600_000);
  expect(after.policies).toEqual({ overlap: 'BUFFER_ONE', catchupWindow: 7_200_000, pauseOnFailure: true });
  expect(after.action).toMatchObject({
    memo: { kept: true },
    args: [{ platform: 'shopify', mode: 'full', trigger: 'schedule' }],
  });
});

it('tells what a schedule started last, and how that fares', async () => {
  await (await handleOf('maintenance')).trigger();
  const started = () => shown('maintenance').then((item) => item && 'last' in item && item.last !== null && item);
  const item = await until('it has acted', started);
  expect(item).toMatchObject({
    last: { started_at: expect.any(String), workflow_id: expect.stringMatching(/^maintenance-/), status: 'running' },
    last_run_id: expect.any(String),
  });
  const { last } = item as unknown as { last: { workflow_id: string } };
  await world.temporal.ask((client) => client.workflow.getHandle(last.workflow_id).terminate());
  expect(await shown('maintenance')).toMatchObject({ last: { status: 'terminated' } });
});

it.each([
  [{}, ''],
  [{ interval: '1m' }, 'interval'],
  [{ cron: '* * * * *' }, 'cron'],
  [{ cron: '0 3 * * *', interval: '1h' }, ''],
  [{ time_zone: 'Mars/Base' }, 'time_zone'],
  [{ mode: 'incremental' }, 'mode'],
  [{ jitter: '1h' }, 'jitter'],
])('refuses the change %j', async (json, path) => {
  const { status, body } = await put(json);
  expect([status, body.errors?.map((fault: { path: string }) => fault.path)]).toEqual([
    400,
    expect.arrayContaining([path]),
  ]);
});

it('has no mode to change where no sweep is started, and no schedule that is not ours', async () => {
  expect(await put({ mode: 'full' }, 'maintenance')).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'mode' }] },
  });
  expect(await put({ interval: '2h' }, 'maintenance')).toMatchObject({ status: 200, body: { interval: '2h' } });
  expect(await put({ paused: true }, 'sync-all')).toMatchObject({ status: 404 });
  await (await handleOf(ID)).delete();
  expect(await put({ paused: true })).toMatchObject({ status: 404, body: { code: 'not_found' } });
  await world.temporal.ask((client) => client.schedule.create(dailyFullSync('shopify', world.temporal.taskQueue)));
});

it('previews an interval or a cron for whoever sets a cadence or a schedule', async () => {
  const tenant = await world.tenant();
  const ask = (json: object, by = tenant.ask) => by('POST /v1/schedules/preview', { json });

  const interval = await ask({ interval: '15m' });
  expect(interval).toMatchObject({ status: 200, body: { runs_a_day: 96 } });
  const [first, second] = interval.body.next_times.map((at: string) => Date.parse(at));
  expect([first % 900_000, second - first]).toEqual([0, 900_000]);
  expect((await ask({ interval: '7d' })).body.runs_a_day).toBe(0.14);

  const cron = await ask({ cron: '0 3,15 * * *', time_zone: 'Europe/Berlin' }, world.operator);
  expect(cron).toMatchObject({ status: 200, body: { runs_a_day: 2 } });
  expect(cron.body.next_times).toHaveLength(5);
  for (const at of cron.body.next_times) {
    const hour = new Date(at).toLocaleTimeString('en-GB', {
      timeZone: 'Europe/Berlin',
      hour: '2-digit',
      minute: '2-digit',
    });
    expect(['03:00', '15:00']).toContain(hour);
  }
  expect((await ask({ cron: '*/5 * * * 1-5' })).body.runs_a_day).toBe(205.71);

  for (const json of [
    {},
    { interval: '1h', cron: '0 3 * * *' },
    { interval: '1h', mode: 'full' },
    { cron: 'nightly' },
  ]) {
    expect(await ask(json)).toMatchObject({ status: 400 });
    expect(await ask(json, world.operator)).toMatchObject({ status: 400 });
  }
  expect(await ask({ interval: '1h' }, world.ask)).toMatchObject({ status: 401 });
});
