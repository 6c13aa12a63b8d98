import { orThrow } from '../../clients/typescript/src/index';
import { wrongUsage } from '../failure';
import { tableLines } from '../output/table';
import { acceptedLines } from './accepted';
import type { AddCommand } from './command';
import { findStore } from './find-store';
import { LIMIT, limitOf, listed, moreLine } from './listed';

/** `rejected <run>`, `rejected retry` */
export const addRejected: AddCommand = (program, open) => {
  const rejected = program
    .command('rejected')
    .description('list the products that a run could not read')
    .argument('[run]', 'id of the run')
    .option(...LIMIT)
    .action(async (runId: string | undefined, options: { limit: string }, command) => {
      if (runId === undefined) throw wrongUsage('Name a run: catalog-sync rejected <run>');
      const { print, as } = open(command);
      const { most, limit } = limitOf(options.limit);
      const params = { path: { run_id: runId }, query: { limit } };
      const found = await listed(as('tenant').pages('/v1/sync-runs/{run_id}/rejected', { params }), most);
      print.result(found, () => [
        ...tableLines(
          found.items,
          [
            { title: 'external id', of: ({ external_id }) => external_id },
            { title: 'title', of: ({ title }) => title },
            { title: 'reason', of: ({ reason }) => reason },
            { title: 'where', of: ({ path }) => path },
            { title: 'tries', of: ({ tries }) => tries },
            { title: 'message', of: ({ message }) => message, most: 100 },
          ],
          print.paint,
        ),
        ...moreLine(found),
      ]);
    });

  rejected
    .command('retry')
    .description('read set aside products again: those of a run, or all of a store')
    .argument('[run]', 'id of the run')
    .argument('[external ids...]', 'only these products')
    .option('--store <store>', 'all of a store, by id or name')
    .action(async (runId: string | undefined, externalIds: string[], options: { store?: string }, command) => {
      const { print, as } = open(command);
      const client = as('tenant');
      const body = externalIds.length === 0 ? {} : { external_ids: externalIds };
      const accepted = orThrow(
        options.store === undefined
          ? await client.POST('/v1/sync-runs/{run_id}/rejected/retry', {
              params: { path: { run_id: named(runId) } },
              body,
            })
          : await client.POST('/v1/stores/{id}/rejected/retry', {
              params: { path: { id: (await findStore(client, options.store)).id } },
              body,
            }),
      );
      print.result(accepted, () => acceptedLines(accepted));
    });
};

function named(runId: string | undefined): string {
  if (runId === undefined) throw wrongUsage('Name a run, or a store with --store.');
  return runId;
}
