import { Client, type QueryResultRow } from 'pg';
import type { Programs } from './programs';

/** As superuser, which no policy hides rows from. */
export async function adminQuery<Row extends QueryResultRow>(
  { adminUrl }: Pick<Programs, 'adminUrl'>,
  statement: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: adminUrl });
  client.on('error', () => undefined); // the query is told, too, when the server is killed
  await client.connect();
  try {
    return (await client.query<Row>(statement, values)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
