import { onlyRow, type Sql } from '../../database/sql';

/** A number from the database, taken before a request to a store is sent (I12). */
export async function nextObservation(sql: Sql): Promise<number> {
  const { rows } = await sql<{ observation: number }>`select nextval('observations') as observation`;
  return onlyRow(rows).observation;
}
