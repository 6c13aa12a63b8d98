import { join } from 'node:path';
import { createDatabase } from '../servers/databases';
import type { Servers } from '../servers/start-servers';
import type { Contestant } from './contestant';
import { startLineProgram } from './line-program';
import { OUR_PRODUCTS, ourVariants } from './our-rows';
import type { PlainOrder, Way } from './plain/program';

const WHAT: Record<Way, string> = {
  limit:
    'Bare Node, undici and pg: the same requests, mapped without a check, one prepared multi-row upsert a page, up to 4 of them under way. Two tables with one unique key each: no policy, foreign key, further index, history, hash or retry. No competitor: what this machine can do at most.',
  'row by row':
    'Page after page, variations product by product; one prepared upsert a product and a variant, each its own transaction, as an ORM’s upsert is.',
  'row by row, a commit a page': 'The same with one transaction a page: its best setting.',
};

/** A contestant in plain Node, with a database of its own. */
export async function plainContestant(
  servers: Servers,
  way: Way,
  workload: string,
  store: PlainOrder['store'],
): Promise<Contestant> {
  const database = `${workload}_${way}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
  const databaseUrl = await createDatabase(servers, database);
  const order: PlainOrder = { way, databaseUrl, store };
  return {
    name: way,
    what: WHAT[way],
    catalogue: { database, products: OUR_PRODUCTS, variants: ourVariants(store.platform), whole: true },
    // The program makes its tables anew before it says that it is ready.
    reset: async () => {},
    async prepare() {
      const args = [join(__dirname, 'plain/program.js'), JSON.stringify(order)];
      const program = await startLineProgram(process.execPath, args);
      return { processes: { contestant: program.pid }, go: program.go, end: program.end };
    },
  };
}
