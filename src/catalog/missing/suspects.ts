import { onlyRow, type TenantSql } from '../../database/sql';
import type { MissingState } from '../../model/missing-state';
import type { RunReference } from '../../model/run-reference';
import type { MissingAnswer } from '../../platforms/store-platform';
import { unsettled } from './unsettled';

/**
 * Notes the active products that no merged page of the run carried, not even as unreadable: suspects, not yet evidence
 * (I1). Answers how many there are now; running it again adds none twice.
 */
export async function noteSuspects(sql: TenantSql, run: RunReference): Promise<number> {
  // Set against set, by the manifest. A "last seen" column would write every product in every run: 48 MB of WAL at
  // 100,000 products, and I5 broken. `except` hashes or sorts whatever the statistics say; an anti-join on stale ones
  // compared each product with each id that was seen.
  await sql`
    with missing as materialized (
      select p.external_id from products p
       where p.tenant_id = ${run.tenantId}::uuid and p.store_id = ${run.storeId}::uuid and p.is_active
      except
      select each.external_id
        from sync_pages page, unnest(page.external_ids || page.rejected_ids) each(external_id)
       where page.tenant_id = ${run.tenantId}::uuid and page.run_id = ${run.id}::uuid and page.lean is null
    )
    insert into missing_products (tenant_id, run_id, external_id, product_id, state)
    select ${run.tenantId}::uuid, ${run.id}::uuid, missing.external_id, p.id, 'suspect'
      from missing
     cross join lateral (
       select p.id from products p
        where p.tenant_id = ${run.tenantId}::uuid and p.store_id = ${run.storeId}::uuid
          and p.external_id = missing.external_id
        limit 1) p
        on conflict do nothing`;
  return countMissing(sql, run);
}

/**
 * Notes the active ones among products that the store says went: suspects like any other (I1). Ids that the catalogue
 * does not know, or that are off already, are left out. A product may go, come back and go again while a run lasts: what
 * was said of it before this look is no answer to the later doubt, so its row starts anew under the newer observation.
 */
export async function noteGone(
  sql: TenantSql,
  run: RunReference,
  externalIds: readonly string[],
  observation: number,
): Promise<void> {
  await sql`
    insert into missing_products as m (tenant_id, run_id, external_id, product_id, state, observation)
    select p.tenant_id, ${run.id}::uuid, p.external_id, p.id, 'suspect', ${observation}::bigint
      from products p
     where p.tenant_id = ${run.tenantId}::uuid and p.store_id = ${run.storeId}::uuid
       and p.external_id = any(${externalIds}::text[]) and p.is_active
        on conflict (tenant_id, run_id, external_id) do update
       set state = 'suspect', evidence = null, detail = null, checked_at = null, observation = excluded.observation,
           went_before = m.went_before or m.state = 'deactivated'
     where m.observation is null or m.observation < excluded.observation`;
}

/** Takes over the suspects of earlier runs that have waited long enough. Waits grow up to a day. */
export async function carryUnsettled(sql: TenantSql, run: RunReference): Promise<void> {
  await sql`
    insert into missing_products (tenant_id, run_id, external_id, product_id, state)
    select ${run.tenantId}::uuid, ${run.id}::uuid, known.external_id, known.product_id, 'suspect'
      from ${unsettled(run.tenantId, run.storeId, run.id)} known
        on conflict do nothing`;
}

/** How many products the run misses, whatever became of them. */
export async function countMissing(sql: TenantSql, run: RunReference): Promise<number> {
  const { rows } = await sql<{ missing: number }>`
    select count(*) as missing from missing_products
     where tenant_id = ${run.tenantId}::uuid and run_id = ${run.id}::uuid`;
  return onlyRow(rows).missing;
}

/** The next missing products that the store has not been asked for. */
export async function nextSuspects(sql: TenantSql, run: RunReference, limit: number): Promise<string[]> {
  const { rows } = await sql<{ external_id: string }>`
    select external_id from missing_products
     where tenant_id = ${run.tenantId}::uuid and run_id = ${run.id}::uuid and state = 'suspect'
     order by external_id
     limit ${limit}::int`;
  return rows.map((row) => row.external_id);
}

const STATE_OF = { alive: 'alive', gone: 'confirmed', unclear: 'unclear' } as const satisfies Record<
  MissingAnswer['answer'],
  MissingState
>;

/**
 * Keeps the store's own word about each suspect, and the observation of the request that brought it (I1, I12). An attempt
 * that hung and answers late changes nothing any more, nor does what was asked before the doubt.
 */
export async function noteMissingAnswers(
  sql: TenantSql,
  run: RunReference,
  answers: readonly MissingAnswer[],
  observation: number,
): Promise<void> {
  await sql`
    update missing_products m
       set state = a.state, evidence = a.evidence, detail = a.detail, observation = ${observation}::bigint, checked_at = now()
      from unnest(
             ${answers.map((each) => each.external_id)}::text[],
             ${answers.map((each) => STATE_OF[each.answer])}::text[],
             ${answers.map((each) => (each.answer === 'gone' ? JSON.stringify(each.evidence) : null))}::jsonb[],
             ${answers.map((each) => (each.answer === 'unclear' ? each.detail : null))}::text[]
           ) a(external_id, state, evidence, detail)
     where m.tenant_id = ${run.tenantId}::uuid and m.run_id = ${run.id}::uuid and m.external_id = a.external_id
       and m.external_id = any(${answers.map((each) => each.external_id)}::text[])
       and m.state = 'suspect' and (m.observation is null or m.observation < ${observation}::bigint)`;
}
