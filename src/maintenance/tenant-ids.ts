import type { Database } from '../database/database';

const TENANTS_A_LOOK = 500;

/** All tenants, for work that is done in the scope of each (I9). */
export async function* tenantIds(database: Database): AsyncGenerator<string> {
  for (let after: string | null = null; ; ) {
    const tenants: string[] = await tenantsAfter(database, after);
    yield* tenants;
    after = tenants.at(-1) ?? null;
    if (after === null) return;
  }
}

async function tenantsAfter(database: Database, after: string | null): Promise<string[]> {
  const { rows } = await database.withSystem(
    (sql) => sql<{ id: string }>`
      select id from tenants where ${after}::uuid is null or id > ${after}::uuid order by id limit ${TENANTS_A_LOOK}::int`,
  );
  return rows.map((row) => row.id);
}
