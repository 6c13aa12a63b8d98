// Compares the dashboards in deploy/grafana with scripts/dashboards/panels.mjs; `--write` writes them.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DASHBOARDS } from './dashboards/panels.mjs';

const FOLDER = join(dirname(dirname(fileURLToPath(import.meta.url))), 'deploy/grafana');
const DATASOURCE = { type: 'prometheus', uid: '$' + '{datasource}' };
/** Of Grafana's 24 columns. */
const [WIDTH, HEIGHT] = [12, 8];

for (const { file, title, panels } of DASHBOARDS) {
  const path = join(FOLDER, `${file}.json`);
  const text = `${JSON.stringify(dashboard(file, title, panels), null, 2)}\n`;
  if (process.argv.includes('--write')) {
    writeFileSync(path, text);
  } else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    console.log(`deploy/grafana/${file}.json is not as its panels are: node scripts/dashboards.mjs --write`);
    process.exitCode = 1;
  }
}

function dashboard(file, title, panels) {
  return {
    uid: `catalog-sync-${file}`,
    title: `catalog-sync: ${title}`,
    tags: ['catalog-sync'],
    schemaVersion: 39,
    time: { from: 'now-24h', to: 'now' },
    refresh: '1m',
    templating: { list: [{ name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' }] },
    links: [{ type: 'dashboards', title: 'catalog-sync', tags: ['catalog-sync'], asDropdown: true }],
    panels: panels.map(panel),
  };
}

function panel([title, unit, questions], index) {
  return {
    id: index + 1,
    type: 'timeseries',
    title,
    datasource: DATASOURCE,
    gridPos: { x: (index % 2) * WIDTH, y: Math.floor(index / 2) * HEIGHT, w: WIDTH, h: HEIGHT },
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options: { tooltip: { mode: 'multi', sort: 'desc' }, legend: { displayMode: 'list', placement: 'bottom' } },
    targets: Object.entries(questions).map(([legendFormat, expr], number) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + number),
      datasource: DATASOURCE,
      expr,
      legendFormat,
    })),
  };
}
