import { Option } from 'commander';
import { type Client, orThrow } from '../../clients/typescript/src/index';
import { wrongUsage } from '../failure';
import type { Session } from '../session';
import { acceptedLines } from './accepted';
import type { AddCommand } from './command';
import { findStore, STORE_ARGUMENT } from './find-store';
import { followRun, showEnded } from './follow-run';

const MODES = ['full', 'incremental', 'inventory', 'prices'] as const;
const PLATFORMS = ['woocommerce', 'shopify'] as const;

interface SyncOptions {
  mode: (typeof MODES)[number];
  dryRun?: true;
  watch?: true;
  all?: true;
  platform?: (typeof PLATFORMS)[number];
}

/** `sync` */
export const addSync: AddCommand = (program, open) => {
  program
    .command('sync')
    .description('start a sync of a store, or of all stores')
    .argument('[store]', STORE_ARGUMENT)
    .addOption(new Option('--mode <mode>', 'what is read').choices(MODES).default('full'))
    .option('--dry-run', 'only look: `diff` shows what would change')
    .option('--watch', 'show the run until it ends; the exit code says how')
    .option('--all', 'all active stores of all tenants (operator)')
    .addOption(new Option('--platform <platform>', 'with --all: only these').choices(PLATFORMS))
    .action(async (store: string | undefined, options: SyncOptions, command) => {
      const session = open(command);
      if (options.all) await syncAll(session, store, options);
      else await syncStore(session, store, options);
    });
};

async function syncStore(session: Session, named: string | undefined, options: SyncOptions): Promise<void> {
  const { print } = session;
  if (options.platform) throw wrongUsage('--platform goes with --all: a store has its own.');
  const client = session.as('tenant');
  const { id, platform } = await findStore(client, named);
  const body = { store_id: id, mode: options.mode, dry_run: options.dryRun === true };
  const accepted = orThrow(await client.POST('/v1/catalog/sync/{platform}', { params: { path: { platform } }, body }));
  if (!options.watch) {
    print.result(accepted, () => acceptedLines(accepted));
    return;
  }
  print.tell(`${accepted.message}: run ${accepted.run_id}`);
  showEnded(session, await followRun(session, client, accepted.run_id));
}

async function syncAll(session: Session, store: string | undefined, options: SyncOptions): Promise<void> {
  if (store !== undefined) throw wrongUsage('Name a store, or say --all.');
  if (options.mode !== 'full' || options.dryRun || options.watch) {
    throw wrongUsage('--all starts full syncs and does not watch: leave out --mode, --dry-run and --watch.');
  }
  const accepted = await sweep(session.as('operator'), options.platform);
  session.print.result(accepted, () => acceptedLines(accepted));
}

async function sweep(client: Client, platform: SyncOptions['platform']) {
  const body = { mode: 'full' as const, ...(platform && { platform }) };
  return orThrow(await client.POST('/v1/sync-all', { body }));
}
