import type { Database } from '../../src/database/database';
import type { TenantSql } from '../../src/database/sql';

/** The plans of all statements that `work` sends; it gets no rows back. */
export async function explain(
  database: Database,
  tenantId: string,
  work: (sql: TenantSql) => Promise<unknown>,
): Promise<string> {
  const plans: string[] = [];
  await database.withTenant(tenantId, async (sql) => {
    const explaining = async (text: TemplateStringsArray, ...values: unknown[]) => {
      const [first = '', ...rest] = text;
      const parts = Object.assign([`explain ${first}`, ...rest], { raw: text.raw });
      const { rows } = await sql<{ 'QUERY PLAN': string }>(parts, ...values);
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
      return { rows: [], rowCount: 0 };
    };
    await work(Object.assign(explaining, { tenantId }) as unknown as TenantSql);
  });
  return plans.join('\n\n');
}
