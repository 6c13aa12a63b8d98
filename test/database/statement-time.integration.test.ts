import { connectDatabase } from '../../src/database/database';
import { isPassingDatabaseError, isTooSlow } from '../../src/database/postgres-error';
import { createTestDatabase } from '../support/test-database';

const TENANT = '00000000-0000-4000-8000-000000000001';

it('ends a reader’s statement after its time, keeps a tenant within its share, and answers a ping beside', async () => {
  const { url, drop } = await createTestDatabase();
  const database = connectDatabase(url, { connections: 3, connectionsOfTenant: 3 });
  const slow = Array.from({ length: 3 }, () =>
    database.readTenant(TENANT, (sql) => sql`select pg_sleep(600)`).catch((error: unknown) => error),
  );
  await database.ping();
  for (const error of await Promise.all(slow)) {
    expect([isTooSlow(error), isPassingDatabaseError(error)]).toEqual([true, true]);
  }
  await database.close();
  await drop();
});
