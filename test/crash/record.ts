import { appendFileSync } from 'node:fs';
import { environmentVariable } from '../support/environment-variable';
import type { Outcome } from './outcome';

/** Notes a crash that was lived through for the table that stands at the end of the tests' output. */
export function record(what: string, crashes: number, outcome: Outcome, requestsMore: number | null): void {
  const { status, products, logs } = outcome;
  const cells = [what, crashes, status, products.updated, products.deactivated, logs, requestsMore ?? '–'];
  appendFileSync(environmentVariable('TEST_CRASH_TABLE'), `| ${cells.join(' | ')} |\n`);
}
