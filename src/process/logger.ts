import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import { redactor, type SecretPatterns } from './redact';
import type { Settings } from './settings';

export type { Logger };

const STDOUT = 1;

/**
 * Writes to standard output: a JSON object a line for machines, or lines for people. Secrets never get there (I8):
 * those that everybody has, and what looks like `more`, such as the platforms'.
 */
export function createLogger(
  { logLevel, logFormat }: Pick<Settings, 'logLevel' | 'logFormat'>,
  more: readonly SecretPatterns[],
  output?: NodeJS.WritableStream,
): Logger {
  const { redact, redactText } = redactor(more);
  return pino(
    {
      level: logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => redact(fields) as Record<string, unknown>,
        bindings: (fields) => redact(fields) as Record<string, unknown>,
      },
      serializers: { err: (error) => error }, // an object since `redact`; pino would take it for an error again
      // The fields are clean by now; this is for the message itself.
      hooks: { streamWrite: redactText },
    },
    logFormat === 'pretty'
      ? pretty({ destination: output ?? STDOUT, sync: true })
      : (output ?? pino.destination(STDOUT)),
  );
}
