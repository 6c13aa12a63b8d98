import { inArray } from 'drizzle-orm';
import type { SystemSql } from '../database/sql';
import { tenants } from '../database/tables/tenancy';

/** The names of these tenants, by id. */
export async function tenantNames({ db }: SystemSql, ids: readonly string[]): Promise<Map<string, string>> {
  const { id, name } = tenants;
  const rows = await db
    .select({ id, name })
    .from(tenants)
    .where(inArray(id, [...new Set(ids)]));
  return new Map(rows.map((row) => [row.id, row.name]));
}
