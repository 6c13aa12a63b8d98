import { type Page, type PageRequest, pageOfRows } from '../database/page';
import { type Sql, type SqlPart, type SystemSql, sqlPart, type TenantSql } from '../database/sql';
import type { Platform } from '../model/platform';
import type { StoreStatus } from '../model/store-status';
import { IS_LATE, IS_LATE_OF_ALL } from './freshness/late';
import { STORE_LIST, type Store, type StoreRow, storeOf } from './store';

export interface StoreFilter extends PageRequest {
  statuses?: readonly StoreStatus[] | undefined;
  platform?: Platform | undefined;
  /** Only those that are late, or only the others. */
  late?: boolean | undefined;
  /** Part of a name or an address in any case, or a whole id. */
  search?: string | undefined;
  /** Absent: newest first. */
  sort?: StoreSort | undefined;
}

/** `status`, `name`: from A to Z. `last_success`: longest ago first, none at all before. `product_count`: most first. */
export const STORE_SORTS = ['name', 'status', 'last_success', 'product_count'] as const;
type StoreSort = (typeof STORE_SORTS)[number];

/** As the indexes have them: an expression is taken from an index if it is the very same. */
const STATUS = sqlPart`(case when paused_at is not null and status <> 'disconnected' then 'paused' else status end)`;

const ASCENDING = { isBehind: sqlPart`>`, direction: sqlPart`asc` };
const DESCENDING = { isBehind: sqlPart`<`, direction: sqlPart`desc` };

const ORDERS = {
  newest: { key: sqlPart`created_at`, type: sqlPart`timestamptz`, ...DESCENDING },
  name: { key: sqlPart`name_key`, type: sqlPart`text`, ...ASCENDING },
  status: { key: STATUS, type: sqlPart`text`, ...ASCENDING },
  last_success: {
    key: sqlPart`coalesce(last_success_at, '-infinity'::timestamptz)`,
    type: sqlPart`timestamptz`,
    ...ASCENDING,
  },
  product_count: { key: sqlPart`product_count`, type: sqlPart`int`, ...DESCENDING },
} as const satisfies Record<StoreSort | 'newest', object>;

/** A tenant's stores, disconnected ones too. */
export async function listStores(sql: TenantSql, filter: StoreFilter): Promise<Page<Store>> {
  return selectStores(sql, sql.tenantId, IS_LATE, filter);
}

/** The same of all tenants, or of one. */
export async function listAllStores(
  sql: SystemSql,
  { tenantId, ...filter }: StoreFilter & { tenantId: string | null },
): Promise<Page<Store>> {
  return selectStores(sql, tenantId, IS_LATE_OF_ALL, filter);
}

/**
 * Behind the sort key of the page before, to the microsecond: whatever comes or goes between two pages shifts nothing. A store
 * whose own key changes meanwhile stands where it is by then.
 */
async function selectStores(
  sql: Sql,
  tenantId: string | null,
  isLate: SqlPart,
  { limit, after, statuses, late, ...filter }: StoreFilter,
): Promise<Page<Store>> {
  const { platform = null, search = null, sort = 'newest' } = filter;
  // An id alone, which cursors of the newest once were, is no place: '' is no time, and the database says so.
  const [afterId = null, afterKey = ''] = after ?? [];
  const { key, type, isBehind, direction } = ORDERS[sort];
  const isOfStatus = statuses === undefined ? sqlPart`true` : sqlPart`${STATUS} = any(${statuses}::text[])`;
  const isInTime = late === undefined ? sqlPart`true` : late ? isLate : sqlPart`(${isLate}) is not true`;
  const isFound =
    search === null
      ? sqlPart`true`
      : sqlPart`(strpos(lower(name), lower(${search}::text)) > 0 or strpos(lower(address), lower(${search}::text)) > 0
                 or id::text = lower(${search}::text))`;
  const isNext =
    afterId === null ? sqlPart`true` : sqlPart`(${key}, id) ${isBehind} (${afterKey}::text::${type}, ${afterId}::uuid)`;
  const { rows } = await sql<StoreRow & { sortKey: string }>`
    select ${STORE_LIST}, (${key})::text as "sortKey"
      from stores
     where (${tenantId}::uuid is null or tenant_id = ${tenantId}::uuid)
       and (${platform}::text is null or platform = ${platform}::text)
       and ${isOfStatus} and ${isInTime} and ${isFound} and ${isNext}
     order by ${key} ${direction}, id ${direction}
     limit ${limit + 1}::int`;
  return pageOfRows(rows, limit, (row) => [row.id, row.sortKey], storeOfRow);
}

const storeOfRow = ({ sortKey: _, ...row }: StoreRow & { sortKey: string }): Store => storeOf(row);
