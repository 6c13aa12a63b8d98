import { type Client, type components, orThrow, type Run } from '../../clients/typescript/src/index';
import { EXIT, exitCodeOfRun } from '../exit-codes';
import { plainText } from '../output/plain-text';
import { runLines } from '../output/run-lines';
import { shortened } from '../output/table';
import { acceptedLines } from './accepted';
import type { AddCommand } from './command';
import { findStore, STORE_ARGUMENT } from './find-store';
import { followRun } from './follow-run';
import { LIMIT, type Listed, limitOf, listed, moreLine } from './listed';

type Difference = components['schemas']['Difference'];

/** Characters of a value: a description may be pages long. */
const MOST_OF_A_VALUE = 60;

/** `diff <run>`, `verify [store]` */
export const addDifferences: AddCommand = (program, open) => {
  program
    .command('diff')
    .description('show where the catalogue differed from the store in a dry run')
    .argument('<run>', 'id of the dry run')
    .option(...LIMIT)
    .action(async (runId: string, options: { limit: string }, command) => {
      const { print, as, endWith } = open(command);
      const client = as('tenant');
      const run = orThrow(await client.GET('/v1/sync-runs/{run_id}', { params: { path: { run_id: runId } } }));
      const found = await differencesOf(client, runId, options.limit);
      const isWhole = isCompleted(run);
      if (!isWhole) print.tell(unfinished(run));
      print.result(found, () => (isWhole || found.items.length > 0 ? lines(found) : []));
      if (isWhole) endWith(found.items.length === 0 ? EXIT.ok : EXIT.differs);
      else endWith(exitCodeOfRun(run.status));
    });

  program
    .command('verify')
    .description('read a store whole, and say where the catalogue is not equal to it')
    .argument('[store]', STORE_ARGUMENT)
    .option('--no-wait', 'do not watch the run: `diff` shows what it found')
    .option(...LIMIT)
    .action(async (store: string | undefined, options: { wait: boolean; limit: string }, command) => {
      const session = open(command);
      const { print, endWith } = session;
      const client = session.as('tenant');
      const { id } = await findStore(client, store);
      const accepted = orThrow(await client.POST('/v1/stores/{id}/verify', { params: { path: { id } } }));
      if (!options.wait) {
        print.result(accepted, () => acceptedLines(accepted));
        return;
      }
      print.tell(`${accepted.message}: run ${accepted.run_id}`);
      const run = await followRun(session, client, accepted.run_id);
      const isWhole = isCompleted(run);
      const found = isWhole ? await differencesOf(client, run.id, options.limit) : { items: [], has_more: false };
      print.result({ run, differences: found }, () => [
        ...runLines(run, print.paint),
        ...(isWhole ? lines(found) : [unfinished(run)]),
      ]);
      endWith(found.items.length === 0 ? exitCodeOfRun(run.status) : EXIT.differs);
    });
};

/** Only a run that came to its end says by having found nothing that nothing differs. */
const isCompleted = ({ status }: Run): boolean => status === 'completed' || status === 'completed_with_errors';

const unfinished = ({ id, status }: Run): string =>
  `Run ${id} is ${status.replaceAll('_', ' ')}: whether the catalogue differs is not known.`;

function differencesOf(client: Client, runId: string, asked: string): Promise<Listed<Difference>> {
  const { most, limit } = limitOf(asked);
  const params = { path: { run_id: runId }, query: { limit } };
  return listed(client.pages('/v1/sync-runs/{run_id}/differences', { params }), most);
}

function lines(found: Listed<Difference>): string[] {
  if (found.items.length === 0) return ['No differences.'];
  return [...found.items.flatMap(linesOf), ...moreLine(found)];
}

function linesOf({ kind, external_id, title, fields }: Difference): string[] {
  return [
    `${kind.padEnd(11)} ${plainText(external_id)}  ${shortened(plainText(title), 80)}`,
    ...fields.map(({ field, before, after }) => `    ${plainText(field)}: ${valueText(before)} → ${valueText(after)}`),
  ];
}

const valueText = (value: unknown): string => shortened(plainText(JSON.stringify(value) ?? 'null'), MOST_OF_A_VALUE);
