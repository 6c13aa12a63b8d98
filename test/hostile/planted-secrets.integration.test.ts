import { randomBytes } from 'node:crypto';
import { refuseSecretsInLog, refuseSecretsInTables } from '../support/secrets/planted';
import { createTestDatabase, queryAs, type TestDatabase } from '../support/test-database';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});

const hex = (bytes: number) => randomBytes(bytes).toString('hex');
const SECRETS = [
  ['a key of WooCommerce', `ck_${hex(20)}`],
  ['a secret in capitals', `CS_${hex(20).toUpperCase()}`],
  ['a token of Shopify', `shpat_${hex(16)}`],
  ['an API key', `cs_${hex(6)}_${randomBytes(32).toString('base64url')}`],
  ['a Basic header', `Basic ${Buffer.from(`ck_${hex(20)}:cs_${hex(20)}`).toString('base64')}`],
] as const;

it.each(SECRETS)('I8 the end of every test finds %s in any table and in any log', async (_, secret) => {
  const write = (metadata: object) =>
    queryAs(
      database.ownerUrl,
      `select set_config('app.scope', 'system', false);
       insert into tenants (name, slug) values ('${JSON.stringify(metadata)}', 'acme-${hex(4)}')`,
    );
  await write({ said: 'ck_ nothing' });
  await expect(refuseSecretsInTables(database.url)).resolves.toBeUndefined();

  await write({ said: [secret] });

  await expect(database.drop()).rejects.toThrow(
    /I8 credentials stand in tables of the test's database:\n {2}tenants: /,
  );
  expect(() => refuseSecretsInLog(['nothing', `said ${secret}`])).toThrow('I8 credentials stand in the log');
});
