import { discreet } from '../../src/platforms/discreet';
import { platforms } from '../../src/platforms/platforms';
import type { LeanPage, StoreConnection, StorePlatform } from '../../src/platforms/store-platform';
import { simulatedShops } from './shopify/shop-under-test';

const signal = new AbortController().signal;
const SECRET = 'shpat_0123456789abcdef';
const CURRENCY = 'EUR';

const shops = simulatedShops();
beforeAll(shops.start);
afterAll(shops.stop);

/** A connection through the wrapper, of a platform that knows one secret. */
function wrapped(connection: Partial<StoreConnection>): StoreConnection {
  const platform = { secretsOf: () => [SECRET], open: () => connection } as unknown as StorePlatform;
  const surroundings = { allowPrivateStores: false, storePorts: [443] };
  return discreet(platform).open({ credentials: {}, renew: async () => ({}) }, surroundings);
}

const page = (changes: Partial<LeanPage>): LeanPage => ({
  kind: 'lean_page',
  products: [],
  unclear: [],
  nextCursor: null,
  requests: 1,
  throttledMs: 0,
  ...changes,
});

const listLean = (answer: LeanPage | { kind: 'unavailable'; status: null; detail: string }) =>
  wrapped({ lean: { listPage: async () => answer } }).lean?.listPage({
    mode: 'prices',
    cursor: null,
    currency: CURRENCY,
    signal,
  });

it('a connection keeps every capability that its platform gives it', () => {
  const { shop } = shops.open();
  const credentials = { shop_domain: shop.domain, access_token: shop.accessToken };
  const access = { credentials, renew: async () => credentials };
  const kept = platforms.shopify.open(access, shops.surroundings());
  const { connection } = shops.open();

  expect(Object.keys(kept).toSorted()).toEqual(Object.keys(connection).toSorted());
  expect(Object.keys(kept.bulk ?? {}).toSorted()).toEqual(Object.keys(connection.bulk ?? {}).toSorted());
});

it('a connection has none that its platform does not give it', () => {
  expect(Object.keys(wrapped({}))).not.toEqual(expect.arrayContaining(['lean']));
  expect(wrapped({})).not.toHaveProperty('changes');
});

describe('I8 a listing of one group', () => {
  it('comes as it is, and says what it lacks without the key', async () => {
    const whole = page({ unclear: ['7'], nextCursor: '8', gaps: [{ cause: 'rows_hidden', detail: `near ${SECRET}` }] });
    expect(await listLean(whole)).toEqual({ ...whole, gaps: [{ cause: 'rows_hidden', detail: 'near [redacted]' }] });
  });

  it('that goes on at the key is a problem', async () => {
    const outcome = await listLean(page({ nextCursor: `after ${SECRET}` }));
    expect(outcome).toMatchObject({ kind: 'unreadable', detail: expect.stringContaining('by its own key') });
  });

  it('that fails tells of it without the key', async () => {
    const outcome = await listLean({ kind: 'unavailable', status: null, detail: `no ${SECRET}` });
    expect(outcome).toEqual({ kind: 'unavailable', status: null, detail: 'no [redacted]' });
  });
});
