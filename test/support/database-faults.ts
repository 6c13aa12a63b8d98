import { Client } from 'pg';
import { asSuperuser } from './test-database';

interface DatabaseFault {
  /** Strikes statements that write so to this table. */
  on: 'insert' | 'update' | 'delete';
  table: string;
  /** SQLSTATE that is raised; `terminated` ends the connection itself. */
  code: string | 'terminated';
  /** Lets so many statements pass first; none unless given. */
  after?: number;
  /** Then strikes so many. */
  times: number;
}

export interface DatabaseFaults {
  strike(fault: DatabaseFault): Promise<void>;
  /** How many statements came by since, those that went through too. */
  struckOrPassed(): Promise<number>;
  clear(): Promise<void>;
  /** Ends every connection of the programs. */
  terminateAll(): Promise<void>;
  /** Refuses new connections with 53300, or takes them again. */
  refuseConnections(refuse: boolean): Promise<void>;
  close(): Promise<void>;
}

/** Errors that PostgreSQL itself raises in the middle of an activity's statement. It counts by a sequence, which no rollback takes back. */
export async function databaseFaults(databaseUrl: string): Promise<DatabaseFaults> {
  const client = new Client({ connectionString: asSuperuser(databaseUrl) });
  await client.connect();
  const database = new URL(databaseUrl).pathname.slice(1);
  await client.query(`
    create sequence faults;
    grant usage on sequence faults to public;
    create function fault() returns trigger language plpgsql as $$
    declare nth bigint; -- "between" would call nextval twice
    begin
      nth := nextval('faults') - tg_argv[2]::int;
      if nth between 1 and tg_argv[1]::int then
        if tg_argv[0] = 'terminated' then perform pg_terminate_backend(pg_backend_pid()); end if;
        raise exception 'raised by the test' using errcode = tg_argv[0];
      end if;
      return null;
    end $$`);
  let struckTable: string | null = null;

  const clear = async () => {
    if (struckTable !== null) await client.query(`drop trigger fault on ${struckTable}; alter sequence faults restart`);
    struckTable = null;
  };
  return {
    async strike({ on, table, code, after = 0, times }) {
      await clear();
      await client.query(`create trigger fault before ${on} on ${table}
                          for each statement execute function fault('${code}', '${times}', '${after}')`);
      struckTable = table;
    },
    async struckOrPassed() {
      const { rows } = await client.query(
        'select case when is_called then last_value else 0 end::int as n from faults',
      );
      return rows[0].n;
    },
    clear,
    async terminateAll() {
      await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1::text and pid <> pg_backend_pid()`,
        [database],
      );
    },
    async refuseConnections(refuse) {
      await client.query(`alter database ${database} connection limit ${refuse ? 0 : -1}`);
    },
    close: () => client.end(),
  };
}
