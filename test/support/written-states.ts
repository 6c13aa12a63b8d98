import { Client } from 'pg';
import { asOwner } from './test-database';

export interface WrittenStates {
  /** Before and after each write of the run's rows so far, `none` for a row that was not there. */
  ofRun(runId: string): Promise<[before: string, after: string][]>;
  close(): Promise<void>;
}

/** Has a test's database note each write of a column, also one that writes what stood there. */
export async function noteWrittenStates(
  url: string,
  { table, column, runId }: { table: string; column: string; runId: string },
): Promise<WrittenStates> {
  const client = new Client({ connectionString: asOwner(url) });
  await client.connect();
  await client.query(`
    create table written_states (number serial, run_id uuid, before text, after text);
    create function note_state() returns trigger language plpgsql security definer as $$
      begin
        insert into written_states (run_id, before, after)
        values (new.${runId}, case when tg_op = 'INSERT' then 'none' else old.${column} end, new.${column});
        return new;
      end $$;
    create trigger note_state after insert or update of ${column} on ${table}
      for each row execute function note_state();`);
  return {
    async ofRun(runId) {
      const { rows } = await client.query<{ before: string; after: string }>(
        'select before, after from written_states where run_id = $1::uuid order by number',
        [runId],
      );
      return rows.map(({ before, after }) => [before, after]);
    },
    close: () => client.end(),
  };
}
