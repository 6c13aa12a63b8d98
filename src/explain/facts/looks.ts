import { type SqlPart, sqlPart, type TenantSql } from '../../database/sql';
import type { DeactivationEvidence } from '../../model/evidence';
import type { LeanMode } from '../../model/freshness/lean-product';
import type { MissingState } from '../../model/missing-state';
import type { RunMode, RunStatus } from '../../model/run';

/** A page of a store on which a product stood, and what the run was like that read it. */
export interface Look {
  run_id: string;
  mode: RunMode;
  status: RunStatus;
  /** From 1, among those that the run read at once. */
  page: number;
  at: Date;
  /** The group of fields that it showed. null: the whole product. */
  lean: LeanMode | null;
  /** Whether what it showed could be read. */
  is_readable: boolean;
}

/** What came of asking the store for a product that a listing did not show. */
export interface Missed {
  run_id: string;
  run_status: RunStatus;
  state: MissingState;
  checked_at: Date | null;
  detail: string | null;
  evidence: DeactivationEvidence | null;
}

interface Looked {
  storeId: string;
  externalId: string;
}

/** Runs that are looked through; the one that read the store whole last is among them, however long ago it was. */
const RUNS = 50;
/** Lean pages that are looked through: those of five runs of a store of 100,000 products. */
const LEAN_PAGES = 2_000;

/** Newest first. */
const lastRuns = (tenantId: string, storeId: string): SqlPart => sqlPart`
  (select id, mode, status, queued_at from (
     (select id, mode, status, queued_at from sync_runs
       where tenant_id = ${tenantId}::uuid and store_id = ${storeId}::uuid and not dry_run
       order by queued_at desc
       limit ${RUNS}::int)
      union
     (select id, mode, status, queued_at from sync_runs
       where tenant_id = ${tenantId}::uuid
         and id = any(array(select unnest(array[read_run, braked_run]) from stores
                             where tenant_id = ${tenantId}::uuid and id = ${storeId}::uuid)))) known
    order by queued_at desc)`;

/**
 * The last page that showed the product whole: run by run, the newest first, each by the manifest's key, up to the first
 * that has it.
 */
export async function lastWholeLook(sql: TenantSql, { storeId, externalId }: Looked): Promise<Look | null> {
  const { rows } = await sql<Look>`
    select run.id as run_id, run.mode, run.status, seen.page, seen.merged_at as at, null as lean, seen.is_readable
      from ${lastRuns(sql.tenantId, storeId)} run
     cross join lateral (
           select page.page + 1 as page, page.merged_at, ${externalId}::text = any(page.external_ids) as is_readable
             from sync_pages page
            where page.tenant_id = ${sql.tenantId}::uuid and page.run_id = run.id and page.lean is null
              and ${externalId}::text = any(page.external_ids || page.rejected_ids)
            order by page.observation desc
            limit 1) seen
     limit 1`;
  return rows[0] ?? null;
}

/** The last page that showed one group of its fields, since the given moment. */
export async function lastLeanLook(
  sql: TenantSql,
  { storeId, externalId }: Looked,
  since: Date | null,
): Promise<Look | null> {
  const { rows } = await sql<Look>`
    select seen.run_id, run.mode, run.status, seen.page + 1 as page, seen.merged_at as at, seen.lean, true as is_readable
      from (select * from (
              select * from sync_pages
               where tenant_id = ${sql.tenantId}::uuid and store_id = ${storeId}::uuid
               order by observation desc
               limit ${LEAN_PAGES}::int) newest
             where lean is not null and ${externalId}::text = any(external_ids)
               and (${since}::timestamptz is null or merged_at > ${since}::timestamptz)
             limit 1) seen
      join sync_runs run on run.tenant_id = ${sql.tenantId}::uuid and run.id = seen.run_id`;
  return rows[0] ?? null;
}

/** The last time that a run missed the product; null: none of those that are kept did. */
export async function lastMissed(sql: TenantSql, { storeId, externalId }: Looked): Promise<Missed | null> {
  const { rows } = await sql<Missed>`
    select run.id as run_id, run.status as run_status, missed.state, missed.checked_at, missed.detail, missed.evidence
      from ${lastRuns(sql.tenantId, storeId)} run
     cross join lateral (
           select * from missing_products m
            where m.tenant_id = ${sql.tenantId}::uuid and m.run_id = run.id and m.external_id = ${externalId}::text
            limit 1) missed
     limit 1`;
  return rows[0] ?? null;
}
