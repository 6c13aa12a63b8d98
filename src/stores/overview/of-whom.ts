import { type SqlPart, sqlPart } from '../../database/sql';
import type { Platform } from '../../model/platform';
import { IS_LATE, IS_LATE_OF_ALL } from '../freshness/late';

/** Whose stores are told of. */
export interface OfWhom {
  /** null: all tenants', in the system's scope. */
  tenantId: string | null;
  isLate: SqlPart;
}

export const ofTenant = (tenantId: string): OfWhom => ({ tenantId, isLate: IS_LATE });

/** In the system's scope: of all, or of one of them. */
export const ofAll = (tenantId: string | null): OfWhom => ({ tenantId, isLate: IS_LATE_OF_ALL });

export const isTheirs = ({ tenantId }: OfWhom): SqlPart =>
  tenantId === null ? sqlPart`true` : sqlPart`tenant_id = ${tenantId}::uuid`;

/** A store in a list of few. */
export interface NamedStore {
  tenant_id: string;
  store_id: string;
  store_name: string;
  platform: Platform;
}

export const NAMED_STORE = sqlPart`s.tenant_id, s.id as store_id, s.name as store_name, s.platform`;

/** So many of each list: the whole is one request further. */
export const FIRST = 10;

export const sumOf = <Row>(rows: readonly Row[], value: (row: Row) => number): number =>
  rows.reduce((sum, row) => sum + value(row), 0);
