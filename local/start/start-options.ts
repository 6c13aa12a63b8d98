import { parseArgs } from 'node:util';
import { isNativeError } from 'node:util/types';

export interface StartOptions {
  demo: boolean;
  /** Where the API should listen; null leaves it to `PORT` and its default. */
  port: number | null;
}

export const USAGE = `usage: npm start -- [--no-demo] [--port N]
  --no-demo   without the demo stores; Shopify shops are then asked at their real address
  --port N    where the API listens (8080 unless given)`;

/** A fault of the command line: told with the usage. */
export class UsageError extends Error {}

/** @throws UsageError that names the option. */
export function startOptions(args: string[]): StartOptions {
  const { values } = parsed(args);
  return { demo: !values['no-demo'], port: values.port === undefined ? null : portOf(values.port) };
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options: { 'no-demo': { type: 'boolean' }, port: { type: 'string' } } });
  } catch (error) {
    // Node's message, without its advice on positional arguments.
    throw new UsageError(isNativeError(error) ? error.message.replace(/\. .*$/s, '') : String(error));
  }
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new UsageError(`--port takes a number from 1 to 65535, not '${text}'`);
  return port;
}
