import { type Command, CommanderError } from 'commander';
import { EXIT, type ExitCode } from './exit-codes';
import { Failure, failureOf, interruption } from './failure';
import { openPrinter } from './output/printer';
import { makeProgram } from './program';
import { type GlobalOptions, openSession } from './session';
import type { Surroundings } from './surroundings';

/** Carries one command out, and answers its exit code. What went wrong is told, never thrown. */
export async function runCli(surroundings: Surroundings): Promise<ExitCode> {
  const { args, output, errors, interrupted } = surroundings;
  const isJson = args.includes('--json');
  const said: string[] = [];
  let exitCode: ExitCode = EXIT.ok;
  let watched: string | null = null;
  const noted = {
    endWith: (code: ExitCode) => {
      exitCode = code;
    },
    watches: (runId: string) => {
      watched = runId;
    },
  };
  const program = makeProgram((command) => openSession(surroundings, command.optsWithGlobals<GlobalOptions>(), noted), {
    write: (text) => output.write(text),
    writeError: (text) => (isJson ? said.push(text) : errors.write(text)),
  });
  try {
    if (args.length === 0) program.help();
    if (args[0] === 'complete') await completeWords(program);
    await Promise.race([
      program.parseAsync([...args], { from: 'user' }),
      whenAborted(interrupted).then(() => {
        throw interruption(watched);
      }),
    ]);
    return exitCode;
  } catch (error) {
    const failure = error instanceof CommanderError ? usageFailure(error, isJson) : (failureOf(error) ?? bug(error));
    if (failure.message !== '') openPrinter(surroundings, isJson).failure(failure);
    return failure.exitCode;
  }
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Help and version are no faults; faults were told by the parser, unless JSON was asked for. */
function usageFailure({ exitCode, message }: CommanderError, isJson: boolean): Failure {
  if (exitCode === 0) return new Failure(EXIT.ok, '', { code: 'help' });
  const detail = isJson ? message.replace(/^error: /, '') : '';
  return new Failure(EXIT.usage, detail, { code: 'usage' });
}

function bug(error: unknown): Failure {
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Failure(EXIT.bug, told, { code: 'bug' });
}

/** The package is an ES module, and only completion needs it. */
async function completeWords(program: Command): Promise<void> {
  const { default: tab } = await import('@bomb.sh/tab/commander');
  tab(program);
}
