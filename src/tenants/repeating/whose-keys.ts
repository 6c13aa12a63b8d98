import { type SqlPart, type SystemSql, sqlPart, type TenantSql } from '../../database/sql';

/** A tenant's rows in its own scope, those of operators in the system's. */
export type KeysSql = TenantSql | SystemSql;

/** null: rows of operators. */
export const tenantOf = (sql: KeysSql): string | null => ('tenantId' in sql ? sql.tenantId : null);

export const isOwn = (sql: KeysSql): SqlPart =>
  'tenantId' in sql ? sqlPart`tenant_id = ${sql.tenantId}::uuid` : sqlPart`tenant_id is null`;

export const ownerOf = (sql: KeysSql, rowId: string) =>
  ({ tenantId: tenantOf(sql), rowId, purpose: 'answers' }) as const;
