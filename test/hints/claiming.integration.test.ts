import { randomUUID } from 'node:crypto';
import type { TenantSql } from '../../src/database/sql';
import { claimHints } from '../../src/hints/claim-hints';
import { freeClaims } from '../../src/hints/free-claims';
import { hintsOfBatch } from '../../src/hints/hints-of-batch';
import { settleHeld } from '../../src/hints/holds/settle-held';
import { leaveHints } from '../../src/hints/leave-hints';
import { listStoresWithHints } from '../../src/hints/left/list-stores';
import { lockBatch, settleBatch } from '../../src/hints/settle-batch';
import { holdStorm } from '../../src/hints/storms/hold-storm';
import type { RunReference } from '../../src/model/run-reference';
import { releaseHeld } from '../../src/stores/webhooks/release-held';
import { patchTenant } from '../../src/tenants/patch-tenant';
import { addProducts, type TwoTenants, twoTenants } from '../database/two-tenants';
import { putHint, readHint, readHintsSince, type Told } from './inbox-rows';

let world: TwoTenants;
beforeAll(async () => {
  world = await twoTenants();
});
afterAll(() => world.close());

const MINUTE = 60_000;

/** A store of its own, and a run of it. */
async function inbox() {
  const { tenantId } = world.acme;
  const inTenant = <Result>(work: (sql: TenantSql) => Promise<Result>) => world.database.withTenant(tenantId, work);
  const { rows } = await inTenant(
    (sql) => sql<{ id: string }>`
      insert into stores (tenant_id, platform, name, address, identity, currency, product_count)
      values (${tenantId}::uuid, 'woocommerce', 'Shop', ${randomUUID()}, 'shop', 'EUR', 1) returning id`,
  );
  const storeId = rows[0]?.id ?? '';
  const newRun = (): RunReference => ({
    id: randomUUID(),
    tenantId,
    storeId,
    platform: 'woocommerce',
    mode: 'refresh',
    fenced: false,
    byHints: true,
  });
  const run = newRun();
  return {
    run,
    newRun,
    inTenant,
    put: (externalIds: readonly string[], told?: Told) =>
      putHint(world.database, { tenantId, storeId }, externalIds, told),
    row: (id: string) => readHint(world.database, tenantId, id),
    since: () => readHintsSince(world.database, { tenantId, storeId }),
    claim: (batchId: string = randomUUID(), by = run) => inTenant((sql) => claimHints(sql, by, batchId)),
    free: (by = run) => inTenant((sql) => freeClaims(sql, { storeId, runId: by.id })),
    store: (status: string, pausedAt: Date | null = null) =>
      inTenant(
        (sql) => sql`
          update stores set status = ${status}, paused_at = ${pausedAt}
           where tenant_id = ${tenantId}::uuid and id = ${storeId}::uuid`,
      ),
  };
}

it('I4 takes the same hints again in a repeated attempt, and none that came since', async () => {
  const { run, put, row, claim, inTenant } = await inbox();
  const id = await put(['1']);
  const batch = randomUUID();
  expect(await claim(batch)).toMatchObject({ kind: 'claimed', hints: 1, ids: 1 });
  const later = await put(['2']);

  expect(await claim(batch)).toMatchObject({ kind: 'claimed', hints: 1, ids: 1 });
  expect(await row(id)).toMatchObject({ claimed_by: run.id, claimed_batch: batch });
  expect(await row(later)).toMatchObject({ claimed_by: null });
  // After a reset the batch has another name.
  const renamed = randomUUID();
  await claim(renamed);
  expect((await inTenant((sql) => hintsOfBatch(sql, run, renamed))).map((hint) => hint.id)).toEqual([id]);
});

it('takes the oldest up to 100 ids, and whatever else tells of these alone', async () => {
  const { put, row, claim } = await inbox();
  for (let first = 0; first < 90; first += 30) await put(Array.from({ length: 30 }, (_, index) => `${first + index}`));
  const tooMany = await put(Array.from({ length: 30 }, (_, index) => `${200 + index}`));
  const same = await put(['5']);
  const fitting = await put(['99']);

  expect(await claim()).toEqual({ kind: 'claimed', hints: 5, ids: 91, more: true });
  expect(await row(tooMany)).toMatchObject({ claimed_by: null });
  for (const id of [same, fitting]) expect(await row(id)).toMatchObject({ claimed_by: expect.any(String) });
});

it('is no conflict for the same news while it is asked about, and gives way to it when it is put back', async () => {
  const { run, put, row, claim, free } = await inbox();
  const asked = await put(['1'], { key: 'same' });
  await expect(put(['1'], { key: 'same' })).rejects.toThrow('webhook_events_once');
  await claim();
  const again = await put(['1'], { key: 'same' });

  expect(await free()).toBe(1);
  expect(await row(asked)).toMatchObject({
    state: 'ignored',
    run_id: run.id,
    reason: expect.stringContaining('later'),
  });
  expect(await row(again)).toMatchObject({
    state: 'pending',
    claimed_by: null,
    received_at: (await row(asked)).received_at,
  });
});

it('leaves alone what is held, what has its time still to come and what another run has', async () => {
  const { put, row, claim, newRun, inTenant, since } = await inbox();
  const [held = '', later = ''] = [await put(['1']), await put(['2'])];
  await inTenant((sql) => sql`update webhook_events set held_by = 'brake' where id = ${held}::uuid`);
  await inTenant(
    (sql) => sql`update webhook_events set read_again_at = now() + interval '1 minute' where id = ${later}::uuid`,
  );
  const nothing = await claim();
  expect(nothing).toMatchObject({ kind: 'nothing' });
  expect('againInMs' in nothing && nothing.againInMs).toBeGreaterThan(50_000);
  expect(await since()).toEqual((await row(later)).read_again_at);

  await put(['3']);
  await claim(randomUUID(), newRun());
  expect(await claim()).toMatchObject({ kind: 'nothing' });
});

it('keeps the hints of a paused store, and holds those of one that refuses us', async () => {
  const { put, row, claim, store, since } = await inbox();
  const id = await put(['1']);
  await store('active', new Date());
  expect(await claim()).toEqual({ kind: 'nothing', againInMs: null });
  expect(await since()).toBeNull();

  await store('needs_attention');
  expect(await claim()).toEqual({ kind: 'nothing', againInMs: null });
  expect(await row(id)).toMatchObject({ state: 'pending', held_by: 'credentials' });
});

it('leaves alone the stores of a tenant that is switched off, and takes up what waits once it is on again', async () => {
  const { put, claim, since, row, inTenant, run } = await inbox();
  const { tenantId } = world.acme;
  const switchTo = (isActive: boolean) => world.database.withSystem((sql) => patchTenant(sql, tenantId, { isActive }));
  const isListed = async () =>
    (await world.database.withSystem((sql) => listStoresWithHints(sql, 500))).some(({ id }) => id === run.storeId);
  const id = await put(['1']);
  await inTenant(
    (sql) => sql`
      update webhook_events set received_at = now() - interval '1 minute'
       where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`,
  );
  await inTenant(
    (sql) => sql`
      update stores set watermark_observation = 0, watermark = now(), settings = '{"hint_storm": {"ids": 1, "at_least": 1}}'
       where tenant_id = ${tenantId}::uuid and id = ${run.storeId}::uuid`,
  );
  await switchTo(false);
  expect(await inTenant((sql) => holdStorm(sql, run.storeId))).toBeNull();
  expect(await claim()).toEqual({ kind: 'nothing', againInMs: null });
  expect(await since()).toEqual((await row(id)).received_at);
  expect(await isListed()).toBe(false);

  await switchTo(true);
  expect(await isListed()).toBe(true);
  expect(await claim()).toMatchObject({ kind: 'claimed', hints: 1 });
});

it('leaves a storm to one run: what one that is over was begun after goes by id, however it ended', async () => {
  const { put, inTenant, run, row } = await inbox();
  const { tenantId, storeId } = run;
  await inTenant(
    (sql) => sql`
      update stores set watermark_observation = 0, watermark = now(), settings = '{"hint_storm": {"ids": 1, "at_least": 1}}'
       where tenant_id = ${tenantId}::uuid and id = ${storeId}::uuid`,
  );
  const id = await put(['1']);
  expect(await inTenant((sql) => holdStorm(sql, storeId))).toMatchObject({ hints: 1 });
  await inTenant(async (sql) => {
    await sql`
      insert into sync_runs (tenant_id, id, store_id, workflow_id, platform, mode, trigger, status, phase, started_at, finished_at)
      values (${tenantId}::uuid, gen_random_uuid(), ${storeId}::uuid, 'sync', 'woocommerce', 'incremental', 'webhook',
              'failed', 'reading', now(), now())`;
    await releaseHeld(sql, storeId, { heldBy: 'storm' });
  });
  expect(await inTenant((sql) => holdStorm(sql, storeId))).toBeNull();
  expect(await row(id)).toMatchObject({ held_by: null });

  const later = await put(['2']);
  expect(await inTenant((sql) => holdStorm(sql, storeId))).toMatchObject({ hints: 1 });
  expect(await row(later)).toMatchObject({ held_by: 'storm' });
});

it('holds the changes of a batch that looked like damage, and neither what went nor what it did not claim', async () => {
  const { run, put, row, claim, inTenant, since } = await inbox();
  const changed = await put(['1']);
  const gone = await put(['2'], { news: 'gone' });
  await claim();
  const other = await put(['3']);
  const wanted = await inTenant(async (sql) => {
    await leaveHints(sql, run, 'damage');
    const { rows } = await sql<{ why: string }>`
      select full_wanted_why as why from stores
       where tenant_id = ${run.tenantId}::uuid and id = ${run.storeId}::uuid and full_wanted_at is not null`;
    return rows;
  });
  // Nothing else settles what is held, and the run may be ended from outside before it is closed.
  expect(wanted).toEqual([{ why: expect.stringContaining('damage') }]);
  expect(await row(changed)).toMatchObject({ state: 'pending', claimed_by: null, held_by: 'brake' });
  expect(await row(gone)).toMatchObject({ held_by: null, read_again_at: expect.any(Date) });
  expect(await row(other)).toMatchObject({ held_by: null, read_again_at: null });
  expect(await since()).toEqual((await row(other)).received_at);
});

it('holds all that the store told when it refuses our credentials, unless it was connected again meanwhile', async () => {
  const { run, put, row, claim, inTenant, since, store } = await inbox();
  const claimed = await put(['1']);
  await claim();
  const other = await put(['2']);
  await inTenant((sql) => leaveHints(sql, run, 'refused'));
  for (const id of [claimed, other]) expect(await row(id)).toMatchObject({ claimed_by: null, held_by: null });

  await claim();
  await store('needs_attention');
  await inTenant((sql) => leaveHints(sql, run, 'refused'));
  for (const id of [claimed, other]) {
    expect(await row(id)).toMatchObject({ state: 'pending', claimed_by: null, held_by: 'credentials' });
  }
  expect(await since()).toBeNull();
});

it('takes no listing for an answer that is older than the news', async () => {
  const { run, put, row, inTenant } = await inbox();
  await addProducts(world.database, run, 2);
  const [fresh, stale] = await Promise.all(
    ['1', '2'].map((id) => put([id], { datedAt: new Date('2026-11-28T10:00:05.900Z') })),
  );
  await inTenant(async (sql) => {
    await sql`
      update products set observation = nextval('observations'),
             source_updated_at = case external_id when '1' then timestamptz '2026-11-28T10:00:05Z' else '2026-11-28T10:00:04Z' end
       where tenant_id = ${run.tenantId}::uuid and store_id = ${run.storeId}::uuid`;
    await sql`
      update webhook_events set held_by = 'storm'
       where tenant_id = ${run.tenantId}::uuid and store_id = ${run.storeId}::uuid`;
    const listed: RunReference = { ...run, mode: 'incremental', fenced: true, byHints: false };
    expect(await settleHeld(sql, listed, { kind: 'read', whole: true, empty: false })).toBe(1);
  });
  expect(await row(fresh ?? '')).toMatchObject({ state: 'refreshed' });
  expect(await row(stale ?? '')).toMatchObject({ state: 'pending', held_by: null });
});

it('asks a store in trouble again after as long as the news is old, and each hour at least', async () => {
  const { run, put, row, claim, inTenant } = await inbox();
  const ages = { '0 minutes': 1, '20 minutes': 20, '3 days': 60 };
  const ids = await Promise.all(Object.keys(ages).map((_, index) => put([`${index}`])));
  for (const [index, age] of Object.keys(ages).entries()) {
    await inTenant(
      (sql) => sql`update webhook_events set received_at = now() - ${age}::interval where id = ${ids[index]}::uuid`,
    );
  }
  await claim();
  const before = Date.now();
  await inTenant((sql) => leaveHints(sql, run, 'trouble'));
  for (const [index, minutes] of Object.values(ages).entries()) {
    const { read_again_at: at } = await row(ids[index] ?? '');
    expect(Math.round(((at?.getTime() ?? 0) - before) / MINUTE)).toBe(minutes);
  }
});

it('settles nothing for an attempt that comes late', async () => {
  const { run, put, row, claim, free, inTenant, newRun } = await inbox();
  const id = await put(['1']);
  const batch = randomUUID();
  await claim(batch);
  const hints = await inTenant((sql) => hintsOfBatch(sql, run, batch));
  await free();
  const other = newRun();
  await claim(randomUUID(), other);
  expect(await inTenant((sql) => lockBatch(sql, run, batch))).toEqual(new Set());
  expect(hints).toHaveLength(1);
  expect(await row(id)).toMatchObject({ state: 'pending', claimed_by: other.id });
});

it('puts back what the store answered as it was before, a little longer each time, and gives it up in the end', async () => {
  const { run, put, row, claim, inTenant } = await inbox();
  const datedAt = new Date('2026-11-28T10:00:05.900Z');
  const id = await put(['1'], { datedAt });
  const answer = async (changedAt: string) => {
    await inTenant((sql) => sql`update webhook_events set read_again_at = null where id = ${id}::uuid`);
    const batch = randomUUID();
    await claim(batch);
    await inTenant(async (sql) => {
      const hints = await hintsOfBatch(sql, run, batch);
      await settleBatch(sql, run, hints, new Map([['1', { kind: 'came', changedAt }]]));
    });
    return row(id);
  };
  for (const [tries, seconds] of [10, 60, 300].entries()) {
    const before = Date.now();
    const { read_again_at: at, ...left } = await answer('2026-11-28T10:00:04Z');
    expect(left).toMatchObject({ state: 'pending', claimed_by: null, tries: tries + 1 });
    expect(Math.round(((at?.getTime() ?? 0) - before) / 1_000)).toBe(seconds);
  }
  expect(await answer('2026-11-28T10:00:04Z')).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('older'),
  });

  const fresh = await inbox();
  const same = await fresh.put(['1'], { datedAt });
  const batch = randomUUID();
  await fresh.claim(batch);
  await fresh.inTenant(async (sql) => {
    const hints = await hintsOfBatch(sql, fresh.run, batch);
    // The same second: WooCommerce's dates have no parts of it.
    await settleBatch(sql, fresh.run, hints, new Map([['1', { kind: 'came', changedAt: '2026-11-28T10:00:05Z' }]]));
  });
  expect(await fresh.row(same)).toMatchObject({ state: 'refreshed', run_id: fresh.run.id, reason: null });
});
