import { Client } from 'pg';
import { asSuperuser } from '../../support/test-database';

/** Every table of the schema, read under no policy. */
export interface WholeDatabase {
  tables: string[];
  /** Those with a column `tenant_id`. */
  ofTenants: string[];
  /** Puts a row of the tenant into each of these, with the word in every text and document. */
  plant(tenantId: string, word: string): Promise<void>;
  /** How many rows of each table hold the text in any of their columns; only those that have some. */
  search(text: string): Promise<Record<string, number>>;
  /** Of each table with rows of the tenant: how many, and a checksum of all that they hold. */
  fingerprint(tenantId: string): Promise<Record<string, string>>;
  query: Client['query'];
  close(): Promise<void>;
}

interface Column {
  table_name: string;
  column_name: string;
  data_type: string;
  is_nullable: 'YES' | 'NO';
  column_default: string | null;
  is_generated: 'ALWAYS' | 'NEVER';
}

export async function wholeDatabase(url: string): Promise<WholeDatabase> {
  const client = new Client({ connectionString: asSuperuser(url) });
  await client.connect();
  const { rows: columns } = await client.query<Column>(
    `select table_name, column_name, data_type, is_nullable, column_default, is_generated
       from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where table_schema = 'public' and table_type = 'BASE TABLE'
      order by table_name, ordinal_position`,
  );
  const tables = [...new Set(columns.map(({ table_name }) => table_name))];
  const ofTenants = columns.flatMap(({ table_name, column_name }) => (column_name === 'tenant_id' ? table_name : []));

  return {
    tables,
    ofTenants,
    async plant(tenantId, word) {
      await client.query('set session_replication_role = replica'); // no foreign keys: the rows need no sense
      for (const table of ofTenants) {
        const needed = columns.filter((column) => column.table_name === table && isNeeded(column));
        const names = needed.map(({ column_name }) => `"${column_name}"`);
        const values = needed.map((column) =>
          column.column_name === 'tenant_id' ? `'${tenantId}'` : someValue(column, word),
        );
        await client.query(`insert into "${table}" (${names}) values (${values}) on conflict do nothing`);
      }
      await client.query('set session_replication_role = origin');
    },
    async search(text) {
      const found: Record<string, number> = {};
      for (const table of tables) {
        const { rows } = await client.query(
          `select count(*)::int as count from "${table}" row where strpos(lower(row::text), lower($1)) > 0`,
          [text],
        );
        if (rows[0].count > 0) found[table] = rows[0].count;
      }
      return found;
    },
    async fingerprint(tenantId) {
      const prints: Record<string, string> = {};
      for (const table of [...ofTenants, 'tenants']) {
        const { rows } = await client.query(
          `select count(*) || ' ' || md5(string_agg(row::text, '|' order by row::text)) as print
             from "${table}" row where ${table === 'tenants' ? 'id' : 'tenant_id'} = $1`,
          [tenantId],
        );
        if (rows[0].print !== null) prints[table] = rows[0].print;
      }
      return prints;
    },
    query: client.query.bind(client) as Client['query'],
    close: () => client.end(),
  };
}

function isNeeded({ column_name, data_type, is_nullable, column_default, is_generated }: Column): boolean {
  if (is_generated === 'ALWAYS') return false;
  if (column_name === 'tenant_id') return true;
  return (is_nullable === 'NO' && column_default === null) || data_type === 'text' || data_type === 'jsonb';
}

function someValue({ data_type }: Column, word: string): string {
  if (data_type === 'text') return `'${word} ' || gen_random_uuid()`;
  if (data_type === 'jsonb') return `jsonb_build_object('word', '${word}')`;
  if (data_type === 'ARRAY') return `'{}'`;
  if (data_type === 'uuid') return 'gen_random_uuid()';
  if (data_type === 'bytea') return `'x'`;
  if (data_type === 'boolean') return 'true';
  if (data_type.startsWith('timestamp') || data_type === 'date') return 'now()';
  return '1';
}
