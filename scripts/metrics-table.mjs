// Compares the table of metrics in docs/operations.md with what the programs register; `--write` writes it.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keepTable } from './document-table.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MARK = '<!-- node scripts/metrics-table.mjs --write, from what the programs register -->\n';

const require = createRequire(import.meta.url);
require('../test/support/typescript.cjs');
const { registry } = require('../src/process/metrics/registry.ts');
const { READINGS } = require('../src/metrics/readings/readings.ts');
const { OF_READING } = require('../src/metrics/database-readings.ts');

/** Who loads the file that counts it. Only the API asks the database. */
const TOLD_BY = [
  [/^src\/api\//, 'API'],
  [/^src\/catalog\//, 'worker'],
  [/^src\/(platforms|database|process)\//, 'both'],
];

const counted = filesThatCount().flatMap((file) => {
  const before = new Set(registry.getMetricsAsArray());
  const loaded = require(join(ROOT, file));
  loaded.measureProcess?.();
  const [, by] = TOLD_BY.find(([folder]) => folder.test(file)) ?? [];
  if (!by) throw new Error(`${file}: scripts/metrics-table.mjs does not know which program loads it`);
  return registry
    .getMetricsAsArray()
    .filter((metric) => !before.has(metric))
    .map(({ name, type, labelNames, help }) => ({ name, type, labels: labelNames, help, by }));
});
const read = [...READINGS.flatMap(({ gauges }) => gauges), ...OF_READING].map((gauge) => ({
  ...gauge,
  type: 'gauge',
  by: 'API, of the database',
}));

const rows = [...read, ...counted].map(({ name, type, labels = [], help, by }) => [
  `\`${name}\``,
  type,
  labels.map((label) => `\`${label}\``).join(', '),
  help,
  by,
]);
keepTable(
  { document: 'docs/operations.md', mark: MARK, header: ['metric', 'type', 'labels', 'what it says', 'told by'], rows },
  'docs/operations.md tells of other metrics than the programs: node scripts/metrics-table.mjs --write',
);

function filesThatCount() {
  return readdirSync(join(ROOT, 'src'), { recursive: true })
    .map((file) => `src/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts') && readFileSync(join(ROOT, file), 'utf8').includes("from 'prom-client'"))
    .filter((file) => !/^src\/(metrics\/|process\/metrics\/registry)/.test(file))
    .sort();
}
