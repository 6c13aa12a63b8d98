import { Client, escapeIdentifier, type QueryResultRow } from 'pg';
import type { Servers } from './start-servers';

/** The superuser in one database: it sees all rows, and is used between the runs alone. */
export async function asAdmin<Row extends QueryResultRow>(
  servers: Servers,
  database: string,
  statement: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const url = new URL(servers.postgres.adminUrl);
  url.pathname = database;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    return (await client.query<Row>(statement, values)).rows;
  } finally {
    await client.end();
  }
}

/** A database of a contestant's own, on the same server with the same settings, and the role that owns it. Answers its URL. */
export async function createDatabase(servers: Servers, name: string): Promise<string> {
  const url = new URL(servers.postgres.ownerUrl);
  await asAdmin(servers, 'postgres', `create database ${escapeIdentifier(name)} owner ${url.username}`);
  url.pathname = name;
  return url.href;
}

/** Nobody starts with the dirty pages of the one before. */
export async function checkpoint(servers: Servers): Promise<void> {
  await asAdmin(servers, 'postgres', 'checkpoint');
}
