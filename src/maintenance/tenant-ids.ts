import { gt } from 'drizzle-orm';
import type { Database } from '../database/database';
import { tenants } from '../database/tables/tenancy';

const TENANTS_A_LOOK = 500;

/** All tenants, for work that is done in the scope of each (I9). */
export async function* tenantIds(database: Database): AsyncGenerator<string> {
  for (let after: string | null = null; ; ) {
    const ids: string[] = await tenantsAfter(database, after);
    yield* ids;
    after = ids.at(-1) ?? null;
    if (after === null) return;
  }
}

async function tenantsAfter(database: Database, after: string | null): Promise<string[]> {
  const { id } = tenants;
  const rows = await database.withSystem(({ db }) =>
    db
      .select({ id })
      .from(tenants)
      .where(after === null ? undefined : gt(id, after))
      .orderBy(id)
      .limit(TENANTS_A_LOOK),
  );
  return rows.map((row) => row.id);
}
