import { randomBytes } from 'node:crypto';
import { Client, type QueryResult } from 'pg';
import type { Postgres } from '../../local/servers/start-postgres';
import { environmentVariable } from './environment-variable';
import { refuseSecretsInTables } from './secrets/planted';

export interface TestDatabase {
  /** As the role of the programs: it owns nothing and does not bypass row-level security. */
  url: string;
  /** As the role that owns the schema and migrates. */
  ownerUrl: string;
  /** Fails when a credential stands in one of its tables (I8). */
  drop(): Promise<void>;
}

/** Names the migrated database that tests clone, and its roles, by environment variables. */
export function offerTemplate({ adminUrl, ownerUrl, databaseUrl }: Omit<Postgres, 'program'>): void {
  process.env.TEST_DATABASE_ADMIN_URL = adminUrl;
  process.env.TEST_DATABASE_OWNER_URL = ownerUrl;
  process.env.TEST_DATABASE_TEMPLATE_URL = databaseUrl;
}

/** A migrated, empty database of its own: a clone of the template, which takes about 50 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = new URL(environmentVariable('TEST_DATABASE_TEMPLATE_URL'));
  const owner = new URL(environmentVariable('TEST_DATABASE_OWNER_URL'));
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(`create database ${name} template ${template.pathname.slice(1)} owner ${owner.username}`);
  await asAdmin(`revoke temporary on database ${name} from public`); // a clone has the grants inside of it, not those on it

  return {
    url: inDatabase(template, name),
    ownerUrl: inDatabase(owner, name),
    async drop() {
      try {
        await refuseSecretsInTables(inDatabase(template, name));
      } finally {
        await asAdmin(`drop database if exists ${name} with (force)`);
      }
    },
  };
}

/** The owner's connection string for one test database: for what no program may, such as emptying a table. */
export function asOwner(url: string): string {
  return inDatabase(new URL(environmentVariable('TEST_DATABASE_OWNER_URL')), new URL(url).pathname.slice(1));
}

function inDatabase(url: URL, name: string): string {
  const there = new URL(url);
  there.pathname = name;
  return there.href;
}

/** A superuser's connection string for one test database: for what the programs' role may not, such as reading under no policy. */
export function asSuperuser(url: string): string {
  return inDatabase(new URL(environmentVariable('TEST_DATABASE_ADMIN_URL')), new URL(url).pathname.slice(1));
}

async function asAdmin(statement: string): Promise<void> {
  await queryAs(environmentVariable('TEST_DATABASE_ADMIN_URL'), statement);
}

/** One statement on a connection of its own, as the role that the URL names. */
export async function queryAs(url: string, text: string, values?: unknown[]): Promise<QueryResult> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(text, values);
  } finally {
    await client.end();
  }
}
