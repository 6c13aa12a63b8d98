import type { WooShop } from '../../simulators/woocommerce/shop';
import { startWooCommerceSimulator, type WooCommerceSimulator } from '../../simulators/woocommerce/start';
import { ask, askShop, idsOf, oauthUrl, PRODUCTS } from './woocommerce-requests';

let simulator: WooCommerceSimulator;
let shops = 0;
const add = (options: Omit<Parameters<WooCommerceSimulator['addShop']>[0], 'name'> = {}): WooShop =>
  simulator.addShop({ name: `clock-${shops++}`, auth: 'https', ...options });

beforeAll(async () => {
  simulator = await startWooCommerceSimulator();
});
afterAll(() => simulator.close());

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** From now, in full hours: a test's machine may be slow. */
const inHours = (time: string) => Math.round((Date.parse(time) - Date.now()) / 1_000 / HOUR);
const dateOf = async (shop: WooShop) => inHours((await askShop(shop, PRODUCTS)).headers.get('date') ?? '');
const modified = (shop: WooShop, id: number) => inHours(`${shop.products.get(`${id}`)?.date_modified_gmt}Z`);

it.each([HOUR, -HOUR, DAY, -DAY])('tells and dates everything by its own clock, %s seconds ahead', async (ahead) => {
  const shop = add({ clockOffsetSeconds: ahead });
  shop.put({ id: 1, name: 'Boot' });
  shop.patch(1, { regular_price: '5.00' });
  expect([await dateOf(shop), modified(shop, 1)]).toEqual([ahead / HOUR, ahead / HOUR]);
});

it('may have its clock set back while it lives: what was dated before lies ahead of what comes after', async () => {
  const shop = add({ clockOffsetSeconds: HOUR });
  shop.put({ id: 1 });
  shop.clock.offsetSeconds = -DAY;
  shop.put({ id: 2 });
  expect([await dateOf(shop), modified(shop, 1), modified(shop, 2)]).toEqual([-24, 1, -24]);
});

it('refuses a signature of another time than its clock’s', async () => {
  const shop = add({ auth: 'plain-http', clockOffsetSeconds: HOUR });
  const answer = await ask(oauthUrl(shop, PRODUCTS));
  expect([answer.status, answer.json]).toEqual([401, expect.objectContaining({ message: 'Invalid timestamp.' })]);
  expect((await ask(oauthUrl(shop, PRODUCTS, { ageSeconds: -HOUR }))).status).toBe(200);
});

it('says how old an answer is that a cache gave', async () => {
  const shop = add();
  shop.faults.add({ answer: { fromCache: { ageSeconds: 700 } }, times: 1 });
  expect((await askShop(shop, PRODUCTS)).headers.get('age')).toBe('700');
  expect((await askShop(shop, PRODUCTS)).headers.get('age')).toBeNull();
});

describe('a site in another zone than UTC', () => {
  it.each([
    // zone, when the product was modified, what the site shows, whether the second before finds it with Z
    ['Asia/Kolkata', '2026-03-10T12:00:00', '2026-03-10T17:30:00', 1],
    ['America/St_Johns', '2026-01-10T12:00:00', '2026-01-10T08:30:00', 1],
    ['Australia/Lord_Howe', '2026-01-10T12:00:00', '2026-01-10T23:00:00', 1],
    // Its summer time is half an hour, and ends on 2026-04-04 at 15:00 UTC.
    ['Australia/Lord_Howe', '2026-04-04T14:59:59', '2026-04-05T01:59:59', 1],
    // The second before lies later by the site's own clock.
    ['Australia/Lord_Howe', '2026-04-04T15:00:00', '2026-04-05T01:30:00', 0],
    ['Europe/Berlin', '2026-10-25T00:59:59', '2026-10-25T02:59:59', 1],
    ['Europe/Berlin', '2026-10-25T01:00:00', '2026-10-25T02:00:00', 0],
  ])('%s shows %s as %s, and compares dates with a zone by its own clock', async (timeZone, gmt, local, withZone) => {
    const shop = add({ timeZone });
    shop.put({ id: 1, date_created_gmt: gmt, date_modified_gmt: gmt });
    expect(shop.products.get('1')).toMatchObject({ date_modified_gmt: gmt, date_modified: local });

    const [before, ahead] = [Date.parse(`${gmt}Z`) - 1_000, Date.parse(`${local}Z`) - Date.parse(`${gmt}Z`)];
    const stamp = (at: number) => new Date(at).toISOString().slice(0, 19);
    const found = async (query: string) =>
      idsOf((await askShop(shop, `${PRODUCTS}?_fields=id&modified_after=${query}`)).text).length;

    expect(await found(`${stamp(before)}&dates_are_gmt=true`)).toBe(1);
    expect(await found(`${gmt}&dates_are_gmt=true`)).toBe(0);
    // Late by what the site is ahead, early by what it is behind.
    expect(await found(`${stamp(before)}Z&dates_are_gmt=true`)).toBe(ahead > 0 ? 0 : 1);
    expect(await found(`${stamp(before)}Z`)).toBe(withZone);
    expect(await found(stamp(Date.parse(`${local}Z`) - 1_000))).toBe(1);
    expect(await found(local)).toBe(0);
  });

  it('keeps the dates that are stored when its zone is set to another', () => {
    const shop = add({ timeZone: 'Asia/Kolkata' });
    shop.put({ id: 1, date_created_gmt: '2026-03-10T12:00:00' });
    shop.site.timeZone = 'Europe/Berlin';
    shop.put({ id: 2, date_created_gmt: '2026-03-10T12:00:00' });
    expect([shop.products.get('1')?.date_modified, shop.products.get('2')?.date_modified]).toEqual([
      '2026-03-10T17:30:00',
      '2026-03-10T13:00:00',
    ]);
  });
});

describe('planned products', () => {
  const PLANNED = '2031-05-05T08:00:00';
  const yearsAhead = (Date.parse('2031-05-06T00:00:00Z') - Date.now()) / 1_000;
  const listed = async (shop: WooShop, query: string) =>
    idsOf((await askShop(shop, `${PRODUCTS}?_fields=id&dates_are_gmt=true&${query}`)).text);

  it('are in every listing of changes until then, unless it has an upper bound; back-dated ones are in none', async () => {
    const shop = add();
    shop.put({ id: 31, status: 'future', date_created_gmt: PLANNED });
    shop.put({ id: 1, date_created_gmt: '2001-02-03T04:05:06' });
    expect(await listed(shop, 'modified_after=2026-01-01T00:00:00')).toEqual(['31']);
    expect(await listed(shop, 'modified_after=2026-01-01T00:00:00&modified_before=2026-12-31T00:00:00')).toEqual([]);
  });

  it('are published by the first visit behind their time, for the visits behind that, and keep the planned date', async () => {
    const shop = add({ clockOffsetSeconds: Math.round(yearsAhead) });
    shop.put({ id: 31, status: 'future', date_created_gmt: PLANNED });
    expect((await askShop(shop, `${PRODUCTS}/31`)).json).toMatchObject({ status: 'future' });
    expect((await askShop(shop, `${PRODUCTS}/31`)).json).toMatchObject({
      status: 'publish',
      date_modified_gmt: PLANNED,
    });
  });

  it('wait where no cron runs', async () => {
    const shop = add({ clockOffsetSeconds: Math.round(yearsAhead), cron: false });
    shop.put({ id: 31, status: 'future', date_created_gmt: PLANNED });
    for (let visit = 0; visit < 2; visit++) await askShop(shop, PRODUCTS);
    expect(shop.products.get('31')?.status).toBe('future');
    shop.publishPlanned();
    expect(shop.products.get('31')).toMatchObject({ status: 'publish', date_modified_gmt: PLANNED });
  });
});

it('has its clock, its zone and its cron in the control API', async () => {
  const shop = add();
  shop.put({ id: 31, status: 'future', date_created_gmt: '2031-05-05T08:00:00' });
  const changes = [
    { op: 'clock', offsetSeconds: Math.round((Date.parse('2031-06-01') - Date.now()) / 1_000) },
    { op: 'timeZone', zone: 'Asia/Kolkata' },
    { op: 'publishPlanned' },
  ];
  const address = `${simulator.url}/__control/shops/${shop.name}/changes`;
  expect(await ask(address, { method: 'POST', body: JSON.stringify(changes) })).toMatchObject({ status: 200 });
  expect([shop.site.timeZone, shop.products.get('31')?.status]).toEqual(['Asia/Kolkata', 'publish']);

  const nowhere = JSON.stringify([{ op: 'timeZone', zone: 'Nowhere/Land' }]);
  expect(await ask(address, { method: 'POST', body: nowhere })).toMatchObject({ status: 400 });
});
