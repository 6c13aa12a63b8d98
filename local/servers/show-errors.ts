import { closeSync, openSync, readSync } from 'node:fs';

const LOOK_EVERY_MS = 300;
const CHUNK_BYTES = 65_536;

/** A line that begins an entry of level error or fatal, in both forms of the log. */
const ERROR_ENTRY = /^(\[[\d:. +-]+\] (ERROR|FATAL)\b|\{"level":"(error|fatal)")/;

/** What an entry says of the cause. Counts, stacks and the like stand in the log. */
const CAUSE = /^ +"?(type|message|run_id|request_id)"?: /;

/** Says the errors that a program writes into its log, until `end`: what ends in order may complain about it. */
export function showErrors(logFile: string, say: (text: string) => void, end: AbortSignal): void {
  const log = openSync(logFile, 'r');
  let position = 0;
  let unfinished = Buffer.alloc(0);
  let isError = false;

  const take = (line: string): void => {
    const beginsEntry = /^\S/.test(line);
    if (beginsEntry) isError = ERROR_ENTRY.test(line);
    if (isError && (beginsEntry || CAUSE.test(line))) say(line);
  };

  const look = (): void => {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (let bytes = 1; bytes > 0; ) {
      bytes = readSync(log, chunk, 0, CHUNK_BYTES, position);
      position += bytes;
      const text = Buffer.concat([unfinished, chunk.subarray(0, bytes)]);
      const end = text.lastIndexOf('\n') + 1;
      unfinished = text.subarray(end);
      for (const line of text.subarray(0, end).toString('utf8').split('\n').slice(0, -1)) take(line);
    }
  };

  const timer = setInterval(look, LOOK_EVERY_MS);
  const stop = (): void => {
    clearInterval(timer);
    closeSync(log);
  };
  end.addEventListener('abort', stop, { once: true });
}
