import {
  type ChangeBatch,
  createClient,
  type FollowOptions,
  type Trouble,
} from '../../../clients/typescript/src/index';
import { expireAll } from '../../../src/maintenance/expire-all';
import { RETENTION_DAYS } from '../../../src/model/retention';
import { type ApiWorld, apiWorld, type TestTenant } from '../../api/api-world';
import { insertChanges, insertStore } from '../../api/rows';
import { until } from '../../support/until';

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

const change = (count: number, row = {}) =>
  insertChanges(
    world.database,
    { tenantId: tenant.id, storeId },
    Array.from({ length: count }, () => row),
  );

function client() {
  const key = tenant.headers['x-tenant-api-key'] ?? '';
  return createClient({ baseUrl: world.url, credentials: { tenantId: tenant.id, key } });
}

interface Followed {
  seqs: number[];
  cursor: string | undefined;
}

/** Follows until `enough`, and keeps a cursor only behind a batch whose work was done. */
async function follow(options: FollowOptions, enough: (batch: ChangeBatch) => boolean): Promise<Followed> {
  const followed: Followed = { seqs: [], cursor: options.cursor };
  const stop = new AbortController();
  const outcome = await client().followChanges({
    everyMs: 5,
    ...options,
    signal: stop.signal,
    onBatch(batch) {
      followed.seqs.push(...batch.changes.map(({ seq }) => seq));
      followed.cursor = batch.cursor;
      if (enough(batch)) stop.abort();
    },
  });
  expect(outcome).toEqual({ kind: 'stopped', cursor: followed.cursor });
  return followed;
}

it('hands on every change once and in order, and goes on behind the cursor that was kept', async () => {
  const first = await change(5);
  const before = await follow({ filter: { limit: 2 } }, ({ caughtUp }) => caughtUp);
  expect(before.seqs).toEqual(first);

  const later = await change(3);
  const after = await follow({ cursor: before.cursor, filter: { limit: 2 } }, ({ caughtUp }) => caughtUp);
  expect(after.seqs).toEqual(later);
});

it('hands on a place at the end of the feed, so that what comes next is not missed', async () => {
  await change(2);
  const tip = await follow({ filter: { from: 'now' } }, () => true);
  expect(tip.seqs).toEqual([]);

  const next = await change(1);
  expect((await follow({ cursor: tip.cursor, filter: { from: 'now' } }, () => true)).seqs).toEqual(next);
});

it('hears of what comes while it waits', async () => {
  const seen = follow({}, ({ changes }) => changes.some(({ seq }) => seq === 4));
  await change(1);
  await change(3);
  expect((await seen).seqs).toEqual([1, 2, 3, 4]);
});

it('hands a batch on again whose work failed', async () => {
  const seqs = await change(3);
  const kept: ChangeBatch[] = [];
  const following = client().followChanges({
    filter: { limit: 2 },
    onBatch(batch) {
      if (kept.length === 1) throw new Error('the disk is full');
      kept.push(batch);
    },
  });
  await expect(following).rejects.toThrow('the disk is full');
  const again = await follow({ cursor: kept[0]?.cursor, filter: { limit: 2 } }, ({ caughtUp }) => caughtUp);
  expect([...(kept[0]?.changes ?? []).map(({ seq }) => seq), ...again.seqs]).toEqual(seqs);
});

it('is a loop for those who want one', async () => {
  const seqs = await change(3);
  const seen: number[] = [];
  for await (const { changes, caughtUp } of client().changeBatches({ filter: { limit: 1 } })) {
    seen.push(...changes.map(({ seq }) => seq));
    if (caughtUp) break;
  }
  expect(seen).toEqual(seqs);
});

it('says as a value that what should come is no longer kept', async () => {
  await change(3, { ago: 40 * 86_400 });
  const { cursor } = await follow({ filter: { limit: 1 } }, () => true);
  await expireAll(world.database, { ...RETENTION_DAYS, product_changes: 30 }, () => undefined);

  const outcome = await client().followChanges({ cursor, filter: { limit: 1 }, onBatch: () => undefined });
  expect(outcome).toMatchObject({ kind: 'cursor_expired', detail: expect.stringContaining('start over') });
});

it('throws what no waiting mends, and tells of what may pass', async () => {
  await expect(client().followChanges({ cursor: 'no cursor', onBatch: () => undefined })).rejects.toMatchObject({
    code: 'invalid_request',
  });

  const troubles: Trouble[] = [];
  const stop = new AbortController();
  const away = createClient({ baseUrl: 'http://127.0.0.1:1' });
  const following = away.followChanges({
    signal: stop.signal,
    onTrouble(trouble) {
      troubles.push(trouble);
      stop.abort();
    },
    onBatch: () => undefined,
  });
  expect(await following).toEqual({ kind: 'stopped', cursor: undefined });
  await until('it was told', () => troubles.length === 1);
});
