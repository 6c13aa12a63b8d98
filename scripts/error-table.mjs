// Compares the table of error types in docs/operations.md with src/model/run-errors.ts; `--write` writes it.
import { createRequire } from 'node:module';
import { keepTable } from './document-table.mjs';

const MARK = '<!-- node scripts/error-table.mjs --write, from src/model/run-errors.ts -->\n';

const require = createRequire(import.meta.url);
require('../test/support/typescript.cjs');
const { RUN_ERRORS } = require('../src/model/run-errors.ts');

const RETRIED = {
  at_once: 'in seconds, then by the run',
  later: 'by the run',
  never: 'no',
  always: 'by Temporal, until it fits',
};

const rows = Object.entries(RUN_ERRORS).map(([type, { happened, retried, marksStore, toDo }]) => [
  `\`${type}\``,
  happened,
  RETRIED[retried] + (marksStore ? '; store `needs_attention`' : ''),
  toDo,
]);
keepTable(
  {
    document: 'docs/operations.md',
    mark: MARK,
    header: ['`error.type`', 'what happened', 'tried again', 'what to do'],
    rows,
  },
  'docs/operations.md tells other errors than src/model/run-errors.ts: node scripts/error-table.mjs --write',
);
