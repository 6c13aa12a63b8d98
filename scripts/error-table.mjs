// Compares the table of error types in docs/operations.md with src/model/run-errors.ts; `--write` writes it.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const DOCUMENT = join(ROOT, 'docs/operations.md');
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

const rows = Object.entries(RUN_ERRORS).map(([type, { happened, retried, marksStore, toDo }]) =>
  row([`\`${type}\``, happened, RETRIED[retried] + (marksStore ? '; store `needs_attention`' : ''), toDo]),
);
const table = [
  row(['`error.type`', 'what happened', 'tried again', 'what to do']),
  '| --- | --- | --- | --- |',
  ...rows,
];

const text = readFileSync(DOCUMENT, 'utf8');
const begin = text.indexOf(MARK) + MARK.length;
const end = text.indexOf('\n\n', begin);
if (begin < MARK.length || end === -1) throw new Error(`docs/operations.md lacks a table below ${MARK}`);
const renewed = text.slice(0, begin) + table.join('\n') + text.slice(end);
if (process.argv.includes('--write')) {
  writeFileSync(DOCUMENT, renewed);
} else if (renewed !== text) {
  console.log(
    'docs/operations.md tells other errors than src/model/run-errors.ts: node scripts/error-table.mjs --write',
  );
  process.exitCode = 1;
}

function row(cells) {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
