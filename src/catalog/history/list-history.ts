import { PAGE_BYTES, type Page, type PageRequest } from '../../database/page';
import { type SqlPart, sqlPart, type TenantSql } from '../../database/sql';
import type { ChangeKind } from '../../model/change';
import type { DeactivationEvidence } from '../../model/evidence';
import type { Json } from '../../model/product';
import type { HistoryField } from './history-fields';

export interface HistoryEntry {
  at: Date;
  kind: ChangeKind;
  /** null: the product or the variant came, with all that it had. */
  field: string | null;
  before: Json;
  after: Json;
  /** null: of the product itself. */
  variant_id: string | null;
  run_id: string;
  /** Of a deactivation. */
  evidence: DeactivationEvidence | null;
}

export interface HistoryRequest extends PageRequest {
  productId: string;
  fields?: readonly HistoryField[] | undefined;
  variantId?: string | undefined;
}

/**
 * Entries that a page with a filter looks through: a product whose stock moves every few minutes has a hundred thousand
 * in a year, and no index serves a filter. Such a page may be empty and still have one that comes next.
 */
const LOOKED_THROUGH = 20_000;

/**
 * Being switched off and on is told as the change of a field, so that `is_active` has a history like any other; a variant
 * that the store no longer has was switched off.
 */
const AS_FIELDS = sqlPart`
  case when kind in ('deactivated', 'reactivated', 'variant_removed') then 'is_active' else field end as field,
  case when kind in ('deactivated', 'variant_removed') then 'true' when kind = 'reactivated' then 'false' else before end as before,
  case when kind in ('deactivated', 'variant_removed') then 'false' when kind = 'reactivated' then 'true' else after end as after`;

/** What changed of a product and its variants, newest first: one walk along the index by product. */
export async function listHistory(sql: TenantSql, request: HistoryRequest): Promise<Page<HistoryEntry>> {
  const { productId, fields = null, variantId = null, limit, after } = request;
  const [before = null] = after ?? [];
  const { rows } = await sql<HistoryEntry & { seq: number; found: number }>`
    select * from (
      select found.*, count(*) over ()::int as found,
             sum(coalesce(octet_length(before::text), 0) + coalesce(octet_length(after::text), 0))
               over (order by seq desc rows between unbounded preceding and 1 preceding) as bytes_before
        from (
          select * from (
            select seq, at, kind, ${AS_FIELDS}, variant_id, run_id, evidence
              from product_changes
             where ${isBefore(sql.tenantId, productId, before)}
             order by seq desc
             limit ${LOOKED_THROUGH}::int) looked
           where (${fields}::text[] is null or field = any(${fields}::text[]))
             and (${variantId}::uuid is null or variant_id = ${variantId}::uuid)
           order by seq desc
           limit ${limit + 1}::int) found) shown
     where coalesce(bytes_before, 0) < ${PAGE_BYTES}::int
     order by seq desc`;
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const isCut = last !== undefined && shown.length < last.found;
  const isFiltered = fields !== null || variantId !== null;
  const next = isCut ? last.seq : isFiltered ? await endOfLook(sql, productId, before) : null;
  return { items: shown.map(entryOf), next: next === null ? null : [String(next)] };
}

const isBefore = (tenantId: string, productId: string, before: string | null): SqlPart => sqlPart`
  tenant_id = ${tenantId}::uuid and product_id = ${productId}::uuid
  and (${before}::bigint is null or seq < ${before}::bigint)`;

/** The last entry that a page could look at; null when it saw the oldest. */
async function endOfLook(sql: TenantSql, productId: string, before: string | null): Promise<number | null> {
  const { rows } = await sql<{ seq: number }>`
    select seq from product_changes
     where ${isBefore(sql.tenantId, productId, before)}
     order by seq desc
    offset ${LOOKED_THROUGH - 1}::int
     limit 1`;
  return rows[0]?.seq ?? null;
}

function entryOf({ at, kind, field, before, after, variant_id, run_id, evidence }: HistoryEntry): HistoryEntry {
  return { at, kind, field, before, after, variant_id, run_id, evidence };
}

/**
 * Whether the tenant has the product, and up to when its oldest entries are no longer kept: null where its history is
 * whole, from the day that it came.
 */
export async function historyKept(sql: TenantSql, productId: string): Promise<{ removedUntil: Date | null } | null> {
  const { rows } = await sql<{ oldest: ChangeKind | null; expired_at: Date | null }>`
    select c.expired_at,
           (select kind from product_changes
             where tenant_id = ${sql.tenantId}::uuid and product_id = ${productId}::uuid
             order by seq
             limit 1) as oldest
      from products p
      join change_counters c on c.tenant_id = ${sql.tenantId}::uuid
     where p.tenant_id = ${sql.tenantId}::uuid and p.id = ${productId}::uuid`;
  const [row] = rows;
  if (row === undefined) return null;
  return { removedUntil: row.oldest === 'created' ? null : row.expired_at };
}
