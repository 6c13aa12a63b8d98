import { type Client, escapeIdentifier } from 'pg';
import { FUNCTION_GRANTS, SEQUENCE_GRANTS, TABLE_GRANTS, type TableGrant } from './grants';

/** Gives the programs' role what `grants.ts` says, and takes from it what else it has in the schema; safe to repeat. */
export async function grantToPrograms(owner: Client, role: string): Promise<void> {
  const programs = escapeIdentifier(role);
  const columns = await columnsOfTables(owner);
  const statements = [
    ...[...columns.keys()].map((relation) => `revoke all on ${escapeIdentifier(relation)} from ${programs}`),
    ...(await ownFunctions(owner)).map((signature) => `revoke all on function ${signature} from ${programs}`),
    `grant usage on schema public to ${programs}`,
    ...Object.entries(TABLE_GRANTS).map(
      ([table, grant]) =>
        `grant ${privileges(grant, columns.get(table) ?? [])} on ${escapeIdentifier(table)} to ${programs}`,
    ),
    ...SEQUENCE_GRANTS.map((sequence) => `grant usage on sequence ${escapeIdentifier(sequence)} to ${programs}`),
    ...FUNCTION_GRANTS.map((signature) => `grant execute on function ${signature} to ${programs}`),
  ];
  // One transaction: programs that run meanwhile see nothing taken away that is given again.
  await owner.query(`begin; set local search_path = public; ${statements.join('; ')}; commit`);
}

function privileges({ verbs, unseen = [] }: TableGrant, columns: readonly string[]): string {
  const seen = columns.filter((column) => !unseen.includes(column)).map(escapeIdentifier);
  const isWhole = seen.length === columns.length;
  return verbs.map((verb) => (verb === 'select' && !isWhole ? `select (${seen.join(', ')})` : verb)).join(', ');
}

/** Tables and sequences of the schema that the connected role owns: others, as an extension's, are not ours to give. */
async function columnsOfTables(owner: Client): Promise<Map<string, string[]>> {
  const { rows } = await owner.query<{ relation: string; columns: string[] }>(`
    select relname as relation,
           array(select attname::text from pg_attribute
                  where attrelid = relation.oid and attnum > 0 and not attisdropped) as columns
      from pg_class relation
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
       and pg_has_role(relowner, 'USAGE')`);
  return new Map(rows.map(({ relation, columns }) => [relation, columns]));
}

async function ownFunctions(owner: Client): Promise<string[]> {
  const { rows } = await owner.query<{ signature: string }>(`
    select oid::regprocedure::text as signature
      from pg_proc
     where pronamespace = 'public'::regnamespace and prokind = 'f' and pg_has_role(proowner, 'USAGE')`);
  return rows.map(({ signature }) => signature);
}
