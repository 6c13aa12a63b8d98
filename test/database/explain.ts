import type { Database } from '../../src/database/database';
import type { Sql, SystemSql, TenantSql } from '../../src/database/sql';

/** The plans of all statements that `work` sends for a tenant; it gets no rows back. */
export function explain(
  database: Database,
  tenantId: string,
  work: (sql: TenantSql) => Promise<unknown>,
): Promise<string> {
  return database.withTenant(tenantId, (sql) => plansOf(sql, work));
}

/** The same for the system. */
export function explainSystem(database: Database, work: (sql: SystemSql) => Promise<unknown>): Promise<string> {
  return database.withSystem((sql) => plansOf(sql, work));
}

async function plansOf<Scoped extends Sql>(sql: Scoped, work: (sql: Scoped) => Promise<unknown>): Promise<string> {
  const plans: string[] = [];
  const explaining = async (text: TemplateStringsArray, ...values: unknown[]) => {
    const [first = '', ...rest] = text;
    const parts = Object.assign([`explain ${first}`, ...rest], { raw: text.raw });
    const { rows } = await sql<{ 'QUERY PLAN': string }>(parts, ...values);
    plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
    return { rows: [], rowCount: 0 };
  };
  await work(Object.assign(explaining, { ...sql }) as unknown as Scoped);
  return plans.join('\n\n');
}
