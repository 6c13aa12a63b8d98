import { Client } from 'pg';
import { migrate } from '../../src/database/migrate';
import { asSuperuser, createTestDatabase, type TestDatabase } from '../support/test-database';

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

it('applies nothing the second time', async () => {
  await expect(migrate(database.url)).resolves.toEqual({ applied: 0 });
});

it('applies each migration once when two processes migrate an empty database at once', async () => {
  await empty(database.url);

  const results = await Promise.all([migrate(database.url), migrate(database.url)]);

  const applied = results.map((result) => result.applied).sort();
  expect(applied[0]).toBe(0);
  expect(applied[1]).toBeGreaterThan(1);
});

it('I9 refuses a superuser and says how to make a right role', async () => {
  await expect(migrate(asSuperuser(database.url))).rejects.toThrow(
    /role postgres is a superuser[\s\S]*create role catalog_sync login nosuperuser nobypassrls[\s\S]*create database/,
  );
});

it('I9 refuses a role that bypasses row-level security', async () => {
  const role = new URL(database.url).pathname.slice(1);
  const url = new URL(database.url);
  url.username = role;
  url.password = 'bypass';
  await query(asSuperuser(database.url), `create role ${role} login bypassrls password 'bypass'`);
  try {
    await expect(migrate(url.href)).rejects.toThrow(`role ${role} has BYPASSRLS`);
  } finally {
    await query(asSuperuser(database.url), `drop role ${role}`);
  }
});

async function empty(url: string): Promise<void> {
  await query(url, 'drop schema drizzle cascade; drop owned by current_user cascade');
}

async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
