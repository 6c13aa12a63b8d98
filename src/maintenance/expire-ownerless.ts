import type { SystemSql } from '../database/sql';

/** What the operator's channels were sent so many days ago: it belongs to no tenant. Answers how many rows went. */
export async function expireOwnerless(sql: SystemSql, days: number): Promise<number> {
  const { rowCount } = await sql`
    delete from alert_deliveries where tenant_id is null and finished_at < now() - make_interval(days => ${days}::int)`;
  return rowCount ?? 0;
}
