import { runCli } from './run-cli';

/** `catalog-sync …` */
async function main(): Promise<void> {
  const interrupting = new AbortController();
  process.once('SIGINT', () => interrupting.abort());
  process.stdout.on('error', () => {}); // `catalog-sync runs | head`: the reader may leave
  process.exitCode = await runCli({
    args: process.argv.slice(2),
    environment: process.env,
    input: process.stdin,
    output: process.stdout,
    errors: process.stderr,
    interrupted: interrupting.signal,
  });
  if (interrupting.signal.aborted) process.exit(); // a question that is still open would keep the process
}

void main();
