import { orThrow } from '../../clients/typescript/src/index';
import { tableLines } from '../output/table';
import { acceptedLines } from './accepted';
import type { AddCommand } from './command';
import { LIMIT, limitOf, listed, moreLine } from './listed';

const RUN = ['<run>', 'id of the run'] as const;

/** `missing`, `approve`, `reject`, `cancel`: what a person decides about a run. */
export const addDecisions: AddCommand = (program, open) => {
  program
    .command('missing')
    .description('list the products that a run missed in the store: what an approval would switch off')
    .argument(...RUN)
    .option(...LIMIT)
    .action(async (runId: string, options: { limit: string }, command) => {
      const { print, as } = open(command);
      const { most, limit } = limitOf(options.limit);
      const params = { path: { run_id: runId }, query: { limit } };
      const found = await listed(as('tenant').pages('/v1/sync-runs/{run_id}/missing', { params }), most);
      print.result(found, () => [
        ...tableLines(
          found.items,
          [
            { title: 'external id', of: ({ external_id }) => external_id },
            { title: 'title', of: ({ title }) => title },
            { title: 'price', of: ({ price }) => price },
            { title: 'state', of: ({ state }) => state },
            { title: 'address', of: ({ url }) => url, most: 80 },
          ],
          print.paint,
        ),
        ...moreLine(found),
      ]);
    });

  program
    .command('approve')
    .description('let a run that waits switch off what is gone, all or some of it; or accept a suspicious change')
    .argument(...RUN)
    .argument('[external ids...]', 'only these products; the others stay')
    .action(async (runId: string, externalIds: string[], _options: object, command) => {
      const { print, as } = open(command);
      const body = externalIds.length === 0 ? {} : { external_ids: externalIds };
      const accepted = orThrow(
        await as('tenant').POST('/v1/sync-runs/{run_id}/approve', { params: { path: { run_id: runId } }, body }),
      );
      print.result(accepted, () => acceptedLines(accepted));
    });

  program
    .command('reject')
    .description('leave the products of a run that waits as they are')
    .argument(...RUN)
    .action(async (runId: string, _options: object, command) => {
      const { print, as } = open(command);
      const accepted = orThrow(
        await as('tenant').POST('/v1/sync-runs/{run_id}/reject', { params: { path: { run_id: runId } } }),
      );
      print.result(accepted, () => acceptedLines(accepted));
    });

  program
    .command('cancel')
    .description('end a run that is under way')
    .argument(...RUN)
    .action(async (runId: string, _options: object, command) => {
      const { print, as } = open(command);
      const accepted = orThrow(
        await as('tenant').POST('/v1/sync-runs/{run_id}/cancel', { params: { path: { run_id: runId } } }),
      );
      print.result(accepted, () => acceptedLines(accepted));
    });
};
