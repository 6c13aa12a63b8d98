import { randomUUID } from 'node:crypto';
import { writeCursor } from '../../../src/api/http/cursor';
import { expireAll } from '../../../src/maintenance/expire-all';
import { RETENTION_DAYS } from '../../../src/model/retention';
import { type ApiWorld, apiWorld, type TestTenant } from '../api-world';
import { type ChangeRow, insertChanges, insertStore } from '../rows';

let world: ApiWorld;
let tenant: TestTenant;
let storeId: string;

beforeAll(async () => {
  world = await apiWorld();
});
beforeEach(async () => {
  tenant = await world.tenant();
  storeId = await insertStore(world.database, tenant.id);
});
afterAll(() => world.close());

const change = (...changes: ChangeRow[]) => insertChanges(world.database, { tenantId: tenant.id, storeId }, changes);
const many = (count: number, row: ChangeRow = {}) => Array.from({ length: count }, () => row);
const DAY = 86_400;

interface Feed {
  items: { seq: number; kind: string; product_id: string }[];
  next_cursor: string;
  caught_up: boolean;
}

async function page(query = ''): Promise<Feed> {
  const { status, body } = await tenant.ask(`GET /v1/catalog/changes?${query}`);
  expect(status).toBe(200);
  return body;
}

const numbers = ({ items }: Feed) => items.map(({ seq }) => seq);

/** All that a consumer gets who goes on until the feed says that it caught up. */
async function followed(query = ''): Promise<number[]> {
  const seen: number[] = [];
  for (let cursor = ''; ; ) {
    const read: Feed = await page(`${query}${cursor && `&cursor=${cursor}`}`);
    seen.push(...numbers(read));
    if (read.caught_up) return seen;
    cursor = read.next_cursor;
  }
}

const expire = (days: number) =>
  expireAll(world.database, { ...RETENTION_DAYS, product_changes: days }, () => undefined);

describe('a follower', () => {
  it('gets each change once, in order, and says itself when it caught up', async () => {
    await change(...many(5));

    const first = await page('limit=2');
    expect([numbers(first), first.caught_up]).toEqual([[1, 2], false]);
    expect(await followed('limit=2')).toEqual([1, 2, 3, 4, 5]);
    const last = await page('limit=5');
    expect(last.caught_up).toBe(true);

    await change({});
    expect(numbers(await page(`cursor=${last.next_cursor}`))).toEqual([6]);
  });

  it('goes on with a cursor that it saved from version 0.1', async () => {
    await change(...many(3));
    const saved = writeCursor(['changes', tenant.id], ['2']);

    expect(numbers(await page(`cursor=${saved}`))).toEqual([3]);
  });

  it('starts at the tip with from=now, and gets what comes then', async () => {
    await change(...many(3));

    const tip = await page('from=now');
    expect([numbers(tip), tip.caught_up]).toEqual([[], true]);
    expect(numbers(await page(`from=now&cursor=${tip.next_cursor}`))).toEqual([]);
    await change({});
    expect(numbers(await page(`cursor=${tip.next_cursor}`))).toEqual([4]);
  });
});

describe('what retention removed', () => {
  it('is told to a cursor that lies behind it, with how to start over, and to no other', async () => {
    const { next_cursor: early } = await page();
    await change(...many(3, { ago: 20 * DAY }), {});
    const { next_cursor: behind } = await page('limit=2');
    const { next_cursor: atIt } = await page('limit=3');
    await expire(10);

    for (const cursor of [early, behind]) {
      const { status, body } = await tenant.ask(`GET /v1/catalog/changes?cursor=${cursor}`);
      expect([status, body.code]).toEqual([410, 'cursor_expired']);
      expect(body.detail).toMatch(/from=now.*GET \/v1\/catalog\/products/);
    }
    expect(numbers(await page(`cursor=${atIt}`))).toEqual([4]);
    expect(await followed('from=start')).toEqual([4]);
  });

  it('is nothing to a follower of a store that lies idle: its feed is simply empty', async () => {
    await change(...many(3, { ago: 20 * DAY }));
    const { next_cursor: saved } = await page();
    await expire(10);

    for (const query of [`cursor=${saved}`, 'from=start', 'from=now']) {
      const empty = await page(query);
      expect([numbers(empty), empty.caught_up]).toEqual([[], true]);
      expect(numbers(await page(`cursor=${empty.next_cursor}`))).toEqual([]);
    }
  });

  it('is nothing to a follower whose filter lets nothing pass: its cursor moves all the same', async () => {
    await change(...many(3, { ago: 20 * DAY }));
    const { next_cursor: saved } = await page('kind=deactivated');
    await expire(10);
    await change({ kind: 'deactivated' });

    expect(numbers(await page(`kind=deactivated&cursor=${saved}`))).toEqual([4]);
  });

  it('is told to who asks for changes since a time of which some are gone', async () => {
    await change(...many(3, { ago: 20 * DAY }), { ago: 5 * DAY }, {});
    await expire(10);
    const since = (days: number) => `since=${new Date(Date.now() - days * DAY * 1000).toISOString()}`;

    const { status, body } = await tenant.ask(`GET /v1/catalog/changes?${since(30)}`);
    expect([status, body.code]).toEqual([410, 'cursor_expired']);
    expect(await followed(since(15))).toEqual([4, 5]);
    expect(await followed(since(1))).toEqual([5]);
  });

  it('goes in the order of the feed, so that nothing is missing between what is kept', async () => {
    // The second one's transaction began first.
    await change({ ago: 9 * DAY }, { ago: 11 * DAY }, {});

    await expire(10);
    expect(await followed()).toEqual([1, 2, 3]);
    await expire(8);
    expect(await followed()).toEqual([3]);
  });
});

it('tells a cursor that is ahead of the feed: the database was taken back to an earlier state', async () => {
  await change(...many(3));
  const { next_cursor: saved } = await page();
  await world.database.withTenant(
    tenant.id,
    (sql) => sql`
      with gone as (delete from product_changes where tenant_id = ${tenant.id}::uuid and seq = 3)
      update change_counters set last_seq = 2 where tenant_id = ${tenant.id}::uuid`,
  );

  const { status, body } = await tenant.ask(`GET /v1/catalog/changes?cursor=${saved}`);

  expect([status, body.code]).toEqual([410, 'cursor_expired']);
  expect(body.detail).toContain('from=now');
});

describe('filters', () => {
  it('narrow the feed to a store, a product, kinds and a time, alone and together', async () => {
    const other = await insertStore(world.database, tenant.id);
    const productId = randomUUID();
    await change({ productId, kind: 'created', ago: 3_600 }, { kind: 'created' });
    await insertChanges(world.database, { tenantId: tenant.id, storeId: other }, [{ kind: 'deactivated' }]);
    await change({ productId, kind: 'deactivated' }, { productId, kind: 'variant_updated' });

    expect(await followed(`store_id=${storeId}`)).toEqual([1, 2, 4, 5]);
    expect(await followed(`product_id=${productId}`)).toEqual([1, 4, 5]);
    expect(await followed('kind=deactivated,created')).toEqual([1, 2, 3, 4]);
    expect(await followed(`store_id=${storeId}&kind=deactivated`)).toEqual([4]);
    const halfAnHourAgo = new Date(Date.now() - 1_800_000).toISOString();
    expect(await followed(`since=${halfAnHourAgo}&limit=1`)).toEqual([2, 3, 4, 5]);
    expect(await followed(`since=${halfAnHourAgo}&product_id=${productId}`)).toEqual([4, 5]);
    expect(await followed('since=2100-01-01T00:00:00Z')).toEqual([]);
  });

  it('are looked for in pieces: a page may be empty although there is more, and says so', async () => {
    await change({ kind: 'deactivated' });
    await world.database.withTenant(tenant.id, async (sql) => {
      await sql`
        insert into product_changes (tenant_id, seq, store_id, product_id, kind, run_id)
        select ${tenant.id}::uuid, number, ${storeId}::uuid, gen_random_uuid(), 'updated', gen_random_uuid()
          from generate_series(2, 45000) number`;
      await sql`update change_counters set last_seq = 45000 where tenant_id = ${tenant.id}::uuid`;
    });
    await change({ kind: 'deactivated' });

    const first = await page('kind=deactivated');
    expect([numbers(first), first.caught_up]).toEqual([[1], false]);
    const second = await page(`kind=deactivated&cursor=${first.next_cursor}`);
    expect([numbers(second), second.caught_up]).toEqual([[], false]);
    expect(await followed('kind=deactivated')).toEqual([1, 45_001]);
  });

  it('belong to their cursor: with others, or without, it is refused', async () => {
    await change(...many(3));
    const { next_cursor: cursor } = await page(`limit=1&kind=updated,created&store_id=${storeId}`);

    expect(numbers(await page(`kind=created,updated&store_id=${storeId}&cursor=${cursor}`))).toEqual([2, 3]);
    for (const query of ['', 'kind=updated', `store_id=${storeId}`, `kind=updated&store_id=${storeId}`]) {
      const { status, body } = await tenant.ask(`GET /v1/catalog/changes?${query}&cursor=${cursor}`);
      expect([status, body.errors?.[0]?.path]).toEqual([400, 'cursor']);
    }
    const { next_cursor: unfiltered } = await page('limit=1');
    expect((await tenant.ask(`GET /v1/catalog/changes?kind=updated&cursor=${unfiltered}`)).status).toBe(400);
  });

  it.each(['kind=renamed', 'kind=', 'from=there', 'since=yesterday', 'store_id=1', 'product_id=1'])(
    'that do not parse are refused: %s',
    async (query) => {
      const { status, body } = await tenant.ask(`GET /v1/catalog/changes?${query}`);
      expect([status, body.code]).toEqual([400, 'invalid_request']);
    },
  );
});

it('ends a page at about 4 MB whatever its limit', async () => {
  await change(...many(8, { after: 'x'.repeat(1_000_000) }));

  const first = await page('limit=200');

  expect([numbers(first), first.caught_up]).toEqual([[1, 2, 3, 4], false]);
  expect(await followed('limit=200')).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});
