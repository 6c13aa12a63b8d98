import { type SqlPart, sqlPart } from '../database/sql';
import type { RunReference } from '../model/run-reference';

/** Of one transaction: its numbers follow each other, as the counter's row is locked meanwhile. */
export interface LoggedRange {
  first: number;
  last: number;
}

export interface RangeRow {
  first_seq: number | null;
  last_seq: number | null;
}

/** What was logged, behind `loggedChanges` in a select. */
export const LOGGED_RANGE = sqlPart`
  (select base + 1 from counter) as first_seq, (select base + (select count(*) from change) from counter) as last_seq`;

export const rangeOf = ({ first_seq: first, last_seq: last }: RangeRow): LoggedRange | null =>
  first === null || last === null ? null : { first, last };

/** The end of a merge's statement: writes the numbered rows of `change` to `product_changes`, for those who follow it. */
export function loggedChanges(run: RunReference): SqlPart {
  return sqlPart`
    -- The counter's row lock is held until the commit: so the order of numbers is the order of commits.
    counter as (
      update change_counters set last_seq = last_seq + (select count(*) from change)
       where tenant_id = ${run.tenantId}::uuid and exists (select from change)
      returning last_seq - (select count(*) from change) as base
    ),
    logged as (
      insert into product_changes (
        tenant_id, seq, store_id, product_id, variant_id, kind, field, before, after, evidence, run_id)
      select ${run.tenantId}::uuid, counter.base + change.number, ${run.storeId}::uuid, change.product_id,
             change.variant_id, change.kind, change.field, change.before, change.after, change.evidence, ${run.id}::uuid
        from change, counter
    )`;
}
