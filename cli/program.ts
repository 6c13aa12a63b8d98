import { Command, Option } from 'commander';
import type { AddCommand, Open } from './commands/command';
import { addConnect } from './commands/connect';
import { addDecisions } from './commands/decisions';
import { addDifferences } from './commands/differences';
import { addDoctor } from './commands/doctor';
import { addExplain } from './commands/explain';
import { addKeys } from './commands/keys';
import { addProfiles } from './commands/profiles';
import { addRejected } from './commands/rejected';
import { addRuns } from './commands/runs';
import { addSchedules } from './commands/schedules';
import { addStores } from './commands/stores';
import { addSync } from './commands/sync';
import { addTenants } from './commands/tenants';
import { EXIT, EXIT_MEANINGS } from './exit-codes';

const COMMANDS: readonly AddCommand[] = [
  addProfiles,
  addConnect,
  addStores,
  addSync,
  addRuns,
  addDecisions,
  addRejected,
  addDifferences,
  addExplain,
  addSchedules,
  addTenants,
  addKeys,
  addDoctor,
];

interface ProgramStreams {
  write(text: string): void;
  writeError(text: string): void;
}

/** All commands; what they print when they are asked about themselves goes to the given streams. */
export function makeProgram(open: Open, { write, writeError }: ProgramStreams): Command {
  const program = new Command('catalog-sync')
    .description('Asks a catalog-sync service, over its HTTP API.')
    .configureOutput({ writeOut: write, writeErr: writeError })
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('(--help tells more)')
    .addOption(new Option('--profile <name>', 'whom to ask, as kept by `profiles add` (CATALOG_SYNC_PROFILE)'))
    .addOption(new Option('--url <url>', 'where the API is (CATALOG_SYNC_URL)'))
    .addOption(new Option('--tenant <id>', 'for which tenant (CATALOG_SYNC_TENANT_ID)'))
    .option('--json', 'print JSON, errors too')
    .addHelpText('after', () => ['', KEYS, '', exitCodeLines(), '', COMPLETION].join('\n'));
  for (const add of COMMANDS) add(program, open);
  return program;
}

const KEYS = `Keys stand in a profile, or in CATALOG_SYNC_TENANT_KEY and CATALOG_SYNC_OPERATOR_KEY; they are never arguments.`;

const COMPLETION = `Completion: catalog-sync complete bash|zsh|fish prints a script for the shell.`;

function exitCodeLines(): string {
  const names = Object.entries(EXIT).map(([name, code]) => `${String(code).padStart(5)}  ${meanings.get(name) ?? ''}`);
  return ['Exit codes:', ...names].join('\n');
}

const meanings = new Map(Object.entries(EXIT_MEANINGS));
