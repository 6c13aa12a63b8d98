import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { runCli } from '../../cli/run-cli';

export interface Ran {
  code: number;
  output: string;
  errors: string;
  /** Of standard output, which must be JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: what it holds is what the tests are about
  json(): any;
}

export interface RunOptions {
  environment?: NodeJS.ProcessEnv;
  /** What is typed, or piped. */
  typed?: string;
  isTerminal?: boolean;
  interrupted?: AbortSignal;
  /** Called with all that was written so far, whenever something is. */
  onWritten?(text: string): void;
}

/** A folder of its own, so that nobody's profiles are read. */
export const emptyHome = (): string => mkdtempSync(join(tmpdir(), 'catalog-sync-cli-'));

/** Carries out one command in this process. */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { environment = {}, typed = '', isTerminal = false, onWritten = () => {} } = options;
  const input = Object.assign(new PassThrough(), { isTTY: isTerminal, setRawMode: () => {} });
  input.end(typed);
  const written = { output: '', errors: '' };
  const screen = (name: keyof typeof written) => ({
    isTTY: isTerminal,
    columns: 80,
    write: (text: string) => {
      written[name] += text;
      onWritten(written.output + written.errors);
    },
  });
  const code = await runCli({
    args,
    environment: { HOME: emptyHome(), ...environment },
    input,
    output: screen('output'),
    errors: screen('errors'),
    interrupted: options.interrupted ?? new AbortController().signal,
  });
  return { code, ...written, json: () => JSON.parse(written.output) };
}
