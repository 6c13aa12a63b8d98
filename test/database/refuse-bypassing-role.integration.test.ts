import { connectDatabase } from '../../src/database/database';
import { refuseBypassingRole } from '../../src/database/refuse-bypassing-role';
import { asSuperuser, createTestDatabase, type TestDatabase } from '../support/test-database';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function start(url: string): Promise<void> {
  const connected = connectDatabase(url);
  try {
    await connected.withSystem(refuseBypassingRole);
  } finally {
    await connected.close();
  }
}

it('I9 refuses a role that row-level security does not hold for', async () => {
  await expect(start(asSuperuser(database.url))).rejects.toThrow('The database role postgres is a superuser');
});

it('accepts a role that only owns its database, and one that owns nothing', async () => {
  await expect(start(database.ownerUrl)).resolves.toBeUndefined();
  await expect(start(database.url)).resolves.toBeUndefined();
});
