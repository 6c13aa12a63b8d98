import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { environmentVariable } from './environment-variable';

export interface TestDatabase {
  /** As the role of the programs: it owns the database and does not bypass row-level security. */
  url: string;
  drop(): Promise<void>;
}

/** A migrated, empty database of its own: a clone of the template, which takes about 50 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = new URL(environmentVariable('TEST_DATABASE_TEMPLATE_URL'));
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(`create database ${name} template ${template.pathname.slice(1)} owner ${template.username}`);

  const url = new URL(template);
  url.pathname = name;
  return { url: url.href, drop: () => asAdmin(`drop database if exists ${name} with (force)`) };
}

/** A superuser's connection string for one test database: for what the programs' role may not, such as reading under no policy. */
export function asSuperuser(url: string): string {
  const admin = new URL(environmentVariable('TEST_DATABASE_ADMIN_URL'));
  admin.pathname = new URL(url).pathname;
  return admin.href;
}

async function asAdmin(statement: string): Promise<void> {
  const client = new Client({ connectionString: environmentVariable('TEST_DATABASE_ADMIN_URL') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
