import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { asSuperuser } from '../test-database';

export interface FoundRow {
  table: string;
  /** All columns; bytes in hexadecimal. */
  row: string;
}

/** Rows of all tables of the schema, the columns of today and tomorrow, that a regular expression fits, in any case. */
export async function rowsWith(databaseUrl: string, pattern: string, most: number): Promise<FoundRow[]> {
  const client = new Client({ connectionString: asSuperuser(databaseUrl) });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select table_name as name from information_schema.tables
        where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    const parts = tables.map(
      ({ name }) =>
        `(select ${escapeLiteral(name)} as table, each::text as row
            from public.${escapeIdentifier(name)} each where each::text ~* $1 limit ${most})`,
    );
    if (parts.length === 0) return []; // a test of migrations may have none
    const { rows } = await client.query<FoundRow>(parts.join(' union all '), [pattern]);
    return rows;
  } finally {
    await client.end();
  }
}
