import { orThrow } from '../../clients/typescript/src/index';
import { runLines } from '../output/run-lines';
import { tableLines } from '../output/table';
import { duration } from '../output/times';
import type { AddCommand } from './command';
import { findStore } from './find-store';
import { followRun, showEnded } from './follow-run';
import { LIMIT, limitOf, listed, moreLine } from './listed';

interface RunsOptions {
  store?: string;
  status?: string;
  mode?: string;
  trigger?: string;
  errorType?: string;
  since?: string;
  limit: string;
}

/** `runs`, `run <id>` */
export const addRuns: AddCommand = (program, open) => {
  program
    .command('runs')
    .description('list syncs, newest first')
    .option('--store <store>', 'of one store, by id or name')
    .option('--status <status>', 'one or several, by comma: failed,awaiting_approval')
    .option('--mode <mode>', 'one or several, by comma; refreshes are left out unless named')
    .option('--trigger <trigger>', 'api, schedule, webhook, cli')
    .option('--error-type <type>', 'such as store_unreachable')
    .option('--since <time>', 'queued since then: 2026-01-31T00:00:00Z')
    .option(...LIMIT)
    .action(async (options: RunsOptions, command) => {
      const { print, as } = open(command);
      const client = as('tenant');
      const { most, limit } = limitOf(options.limit);
      const { store, status, mode, trigger, since, errorType } = options;
      const query = {
        limit,
        ...(store && { store_id: (await findStore(client, store)).id }),
        ...(status && { status }),
        ...(mode && { mode }),
        ...(trigger && { trigger }),
        ...(since && { since }),
        ...(errorType && { error_type: errorType }),
      };
      const found = await listed(client.pages('/v1/sync-runs', { params: { query } }), most);
      print.result(found, () => [
        ...tableLines(
          found.items,
          [
            { title: 'run', of: ({ id }) => id },
            { title: 'queued', of: ({ queued_at }) => queued_at.replace(/\.\d+/, '') },
            { title: 'mode', of: (run) => (run.dry_run ? `${run.mode} dry` : run.mode) },
            { title: 'status', of: (run) => run.status },
            { title: 'took', of: ({ duration_ms }) => (duration_ms === null ? null : duration(duration_ms)) },
            { title: 'seen', of: ({ products }) => products.seen },
            {
              title: 'changed',
              of: ({ products: { created, updated, reactivated, deactivated } }) =>
                created + updated + reactivated + deactivated,
            },
            { title: 'error', of: ({ error, problems }) => error?.type ?? problems.map(({ type }) => type).join(', ') },
          ],
          print.paint,
        ),
        ...moreLine(found),
      ]);
    });

  program
    .command('run')
    .description('show one sync')
    .argument('<run>', 'id of the run')
    .option('--watch', 'show it until it ends; the exit code says how')
    .action(async (runId: string, options: { watch?: true }, command) => {
      const session = open(command);
      const client = session.as('tenant');
      if (options.watch) return showEnded(session, await followRun(session, client, runId));
      const run = orThrow(await client.GET('/v1/sync-runs/{run_id}', { params: { path: { run_id: runId } } }));
      session.print.result(run, () => runLines(run, session.print.paint));
    });
};
