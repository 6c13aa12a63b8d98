import { type Client, createClient } from '../clients/typescript/src/index';
import type { ExitCode } from './exit-codes';
import { openPrinter, type Printer } from './output/printer';
import { type Caller, chooseProfile, credentialsOf, type ProfileOptions } from './profile/choose-profile';
import type { Surroundings } from './surroundings';

export interface GlobalOptions extends ProfileOptions {
  json?: boolean | undefined;
}

/** What a command works with. */
export interface Session {
  surroundings: Surroundings;
  options: GlobalOptions;
  print: Printer;
  /** The client of the API; the profile is looked for here, so that commands without a question need none. */
  as(caller: Caller): Client;
  /** Notes the run that Ctrl-C leaves running. */
  watches(runId: string): void;
  /** For commands whose exit code says more than that they are done. */
  endWith(code: ExitCode): void;
}

/** A person waits: the service may ask for a moment, not for a minute. */
const PATIENCE = { timeoutMs: 60_000, tries: 3, longestWaitMs: 5_000 };

export function openSession(
  surroundings: Surroundings,
  options: GlobalOptions,
  noted: Pick<Session, 'watches' | 'endWith'>,
): Session {
  return {
    surroundings,
    options,
    print: openPrinter(surroundings, options.json === true),
    as: (caller) => {
      const profile = chooseProfile(options, surroundings.environment);
      return createClient({ baseUrl: profile.url, credentials: credentialsOf(profile, caller), ...PATIENCE });
    },
    ...noted,
  };
}
