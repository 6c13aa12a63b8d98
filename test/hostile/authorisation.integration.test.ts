import { UNAUTHENTICATED } from '../../src/api/http/problem';
import type { Route } from '../../src/api/http/route';
import { ROUTES } from '../../src/api/routes';
import { type ApiWorld, apiWorld, OPERATOR_KEY } from '../api/api-world';
import { foreignRequests, nameOf, requestFor } from './authorisation/foreign-ids';
import { MARK, plantVictim, type Victim } from './authorisation/victim';
import { isTenants, type Refusal, WRONG_CALLERS } from './authorisation/wrong-callers';

/** Requests at a time. */
const AT_ONCE = 8;

let world: ApiWorld;
let victim: Victim;
let before: { rows: Awaited<ReturnType<Victim['rows']>>; historyLength: number };

beforeAll(async () => {
  world = await apiWorld();
  victim = await plantVictim(world);
  before = { rows: await victim.rows(), historyLength: await victim.historyLength() };
});
afterAll(() => world.close());

const idsOf = ({ cast, rows: _, historyLength: __, ...ids }: Victim) => ({ tenant: cast.victim.id, ...ids });
const named = (routes: readonly Route[]): [string, Route][] => routes.map((route) => [nameOf(route), route]);

interface Question {
  who: string;
  request: string;
  headers: Record<string, string>;
  json?: Record<string, unknown>;
  expected: Refusal | 'there_is_none' | 'nothing';
}

/** What is wrong with the answers, a line each. */
async function faultsOf(questions: readonly Question[]): Promise<string[]> {
  const faults: string[] = [];
  for (let at = 0; at < questions.length; at += AT_ONCE) {
    const found = questions.slice(at, at + AT_ONCE).map(faultOf);
    faults.push(...(await Promise.all(found)).flatMap((fault) => fault ?? []));
  }
  return faults;
}

async function faultOf({ who, request, headers, json, expected }: Question): Promise<string | null> {
  const { status, body, text } = await world.ask(request, { headers, ...(json && { json }) });
  const told = `${who}, ${request}: ${status} ${text.slice(0, 300)}`;
  const sent = `${request} ${JSON.stringify(headers)} ${JSON.stringify(json)}`;
  const shown = [MARK, ...Object.values(idsOf(victim))].filter((one) => text.includes(one) && !sent.includes(one));
  if (shown.length > 0) return `${told}\n  shows ${shown.join(', ')}`;

  if (expected === 'nothing' && status === 200) {
    const isEmpty = SUMMARY.test(request) ? countsNothing(body) : body.items?.every(isOwnRefusal);
    return isEmpty ? null : told;
  }
  const {
    status: due,
    code,
    path,
    names = '',
  } = expected === 'there_is_none' || expected === 'nothing' ? NONE : expected;
  const isDue =
    status === due &&
    body.code === code &&
    (path === undefined || body.errors?.[0]?.path === path) &&
    (status !== 401 || body.detail === UNAUTHENTICATED.detail) &&
    body.detail.includes(names);
  return isDue ? null : told;
}

/** These count, and answer whatever there is. */
const SUMMARY = /^GET \/v1\/(overview|stores\/[^/]+\/trends)\b/;

const countsNothing = (value: unknown): boolean =>
  typeof value === 'object' && value !== null
    ? Object.values(value).every(countsNothing)
    : typeof value !== 'number' || value === 0;

/** What the asking tenant was refused itself stands in its audit log. */
const isOwnRefusal = ({ action }: { action?: string }) => action === 'request_refused';

const NONE: Refusal = { status: 404, code: 'not_found' };

const WRONG = ROUTES.flatMap((route) => WRONG_CALLERS.filter(({ refusal }) => refusal(route) !== null));
const FOREIGN_PLACES = {
  ...{ tenant: '', store: '', run: '', product: '', keyId: '', operatorId: '' },
  ...{ channel: '', endpoint: '', delivery: '' },
};
const FOREIGN = ROUTES.flatMap((route) => foreignRequests(route, FOREIGN_PLACES));

it(`asks ${WRONG.length} times as a wrong caller, and ${FOREIGN.length * 2} times for what is another tenant’s`, () => {
  expect(WRONG.length).toBeGreaterThan(2_000);
  expect(FOREIGN.length).toBeGreaterThan(25);
  expect(ROUTES.filter(({ who }) => who === 'open').map(nameOf)).toEqual(OPEN);
});

/** What anybody may ask: a route that is opened has to be written down here too. */
const OPEN = [
  'GET /',
  'GET /healthz',
  'GET /readyz',
  'GET /metrics',
  'GET /openapi.json',
  'POST /webhooks/:platform/:store_id',
];

it.each(named(ROUTES.filter(({ who }) => who !== 'open')))('I9 refuses every wrong caller of %s', async (_, route) => {
  const request = requestFor(route, idsOf(victim));
  const questions = WRONG_CALLERS.flatMap(({ who, headers, refusal }) => {
    const expected = refusal(route);
    return expected === null ? [] : [{ who, request, headers: headers(victim.cast), expected }];
  });

  expect(await faultsOf(questions)).toEqual([]);
});

it.each(named(ROUTES.filter(isTenants)))(
  'I9 answers %s about what is another tenant’s as if there were none',
  async (_, route) => {
    const { id, key } = victim.cast.neighbour;
    const callers = [
      { who: 'a neighbour', headers: { 'x-tenant-id': id, 'x-tenant-api-key': key } },
      { who: 'the operator for a neighbour', headers: { 'x-tenant-id': id, 'x-operator-key': OPERATOR_KEY } },
    ];
    const questions = foreignRequests(route, idsOf(victim)).flatMap((asked) =>
      callers.map((caller) => ({ ...caller, ...asked })),
    );

    expect(await faultsOf(questions)).toEqual([]);
  },
);

it.each(named(ROUTES.filter(({ overAll }) => overAll !== null && overAll.query !== null)))(
  'I9 shows the operator who asks for one tenant in %s nothing of another',
  async (_, route) => {
    const request = `${requestFor(route, idsOf(victim))}?tenant_id=${victim.cast.neighbour.id}`;
    const headers = { 'x-operator-key': OPERATOR_KEY };

    expect(await faultsOf([{ who: 'the operator', request, headers, expected: 'nothing' }])).toEqual([]);
  },
);

/** Other ways to write the same path, for servers and proxies that read it otherwise than the router does. */
const SPELLINGS: readonly [string, (path: string) => string][] = [
  ['capitals', (path) => path.toUpperCase()],
  ['a slash at its end', (path) => `${path}/`],
  ['two slashes at its start', (path) => `/${path}`],
  ['an encoded letter', (path) => path.replace('/v1/s', '/v1/%73').replace('/v1/c', '/v1/%63')],
  ['an encoded slash', (path) => path.replace('/v1/', '/v1%2F')],
  ['a parameter in it', (path) => path.replace('/v1/', '/v1;a=b/')],
  ['a folder and back', (path) => path.replace('/v1/', '/healthz/%2e%2e/v1/')],
  ['a NUL at its end', (path) => `${path}%00`],
  ['the key in its query', (path) => `${path}?x-operator-key=${encodeURIComponent(OPERATOR_KEY)}`],
];

it.each(SPELLINGS)('lets nobody in who writes a path with %s', async (_, spelt) => {
  const opened: string[] = [];
  for (const route of ROUTES.filter(({ who }) => who !== 'open')) {
    const [method, path = ''] = requestFor(route, idsOf(victim)).split(' ');
    const { status, text } = await world.ask(`${method} ${spelt(path)}`);
    if (![400, 401, 404, 405].includes(status) || text.includes(MARK))
      opened.push(`${method} ${spelt(path)}: ${status}`);
  }
  expect(opened).toEqual([]);
});

it('lets nobody in who asks for the head of an answer alone', async () => {
  const opened: string[] = [];
  for (const route of ROUTES.filter(({ who, method }) => who !== 'open' && method === 'get')) {
    const path = requestFor(route, idsOf(victim)).replace('GET ', '');
    const { status } = await fetch(world.url + path, { method: 'HEAD' });
    if (status !== 401) opened.push(`HEAD ${path}: ${status}`);
  }
  expect(opened).toEqual([]);
});

it.each([
  'x-http-method-override',
  'x-original-url',
  'x-rewrite-url',
  'x-forwarded-for',
  'x-forwarded-host',
  'forwarded',
])('believes no %s about who or what is asked', async (header) => {
  const request = `/v1/stores/${victim.store}`;
  for (const value of ['DELETE', request, '127.0.0.1', 'for=127.0.0.1']) {
    expect((await world.ask(`GET ${request}`, { headers: { [header]: value } })).status).toBe(401);
    expect((await world.ask('GET /healthz', { headers: { [header]: value } })).text).not.toContain(MARK);
  }
});

it('I9 left everything that is the victim’s as it was, in the database and in Temporal', async () => {
  expect(await victim.rows()).toEqual(before.rows);
  expect(await victim.historyLength()).toBe(before.historyLength);
  expect(JSON.stringify(before.rows).split(MARK).length).toBeGreaterThan(10);
});

it('knows the victim’s own key on each of these requests, so that only who asked was in the way', async () => {
  const { id, key } = victim.cast.victim;
  const refused: string[] = [];
  for (const route of ROUTES.filter(isTenants)) {
    const request = requestFor(route, idsOf(victim));
    const { status } = await world.ask(request, { headers: { 'x-tenant-id': id, 'x-tenant-api-key': key } });
    if ([401, 403, 404].includes(status) || status >= 500) refused.push(`${request}: ${status}`);
  }
  expect(refused).toEqual([]);
});
