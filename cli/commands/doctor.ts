import { EXIT } from '../exit-codes';
import { wrongUsage } from '../failure';
import type { Paint } from '../output/paint';
import { paintStatus } from '../output/paint';
import { plainText } from '../output/plain-text';
import type { AddCommand } from './command';

const NAME_WIDTH = 20;
const WORDS = { ok: 'ok', warn: 'warn', failed: 'FAILED', skipped: 'skipped' } as const;

interface Examined {
  name: string;
  state: keyof typeof WORDS;
  said: string;
  advice?: string;
}

/** `doctor`: the one command that asks more than the API. What it needs is loaded only for it. */
export const addDoctor: AddCommand = (program, open) => {
  program
    .command('doctor')
    .description('check an installation where its programs run, with their environment; changes nothing')
    .option('--env-file <file>', 'read the programs’ environment from a file; what is set already stays')
    .action(async (options: { envFile?: string }, command) => {
      const { surroundings, print, endWith, options: global } = open(command);
      if (options.envFile !== undefined) readEnvironment(options.envFile);
      const [{ examine }, { openSite }] = await Promise.all([
        import('../doctor/examine.ts'),
        import('../doctor/site.ts'),
      ]);
      const site = openSite(surroundings.environment);
      try {
        const checks = await examine(site, (examined) => {
          if (!global.json) print.result(examined, () => linesOf(examined, print.paint));
        });
        const failed = checks.filter(({ state }) => state === 'failed').map(({ name }) => name);
        const summary = failed.length === 0 ? 'Nothing failed.' : `${failed.length} failed: ${failed.join(', ')}`;
        print.result({ ok: failed.length === 0, checks }, () => [summary]);
        endWith(failed.length === 0 ? EXIT.ok : EXIT.unfit);
      } finally {
        await site.close();
      }
    });
};

/** Temporal's own reader of settings looks at the process alone. */
function readEnvironment(file: string): void {
  try {
    process.loadEnvFile(file);
  } catch {
    throw wrongUsage(`${file} cannot be read.`);
  }
}

function linesOf({ name, state, said, advice = '' }: Examined, paint: Paint): string[] {
  const [first = '', ...rest] = said.split('\n').map(plainText);
  const more = [...rest, ...advice.split('\n').map(plainText)].filter((line) => line !== '');
  const word = WORDS[state];
  return [
    `${paintStatus(paint, word)}${' '.repeat(8 - word.length)}${name.padEnd(NAME_WIDTH)}${first}`,
    ...more.map((line) => `${' '.repeat(8)}${line}`),
  ];
}
