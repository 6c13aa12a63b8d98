import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../local/servers/project-root';

const FOLDER = join(PROJECT_ROOT, 'deploy/prometheus');
const rules = readFileSync(join(FOLDER, 'catalog-sync.rules.yml'), 'utf8');
const document = readFileSync(join(PROJECT_ROOT, 'docs/operations.md'), 'utf8');

const alerts = [...rules.matchAll(/- alert: (\w+)[\s\S]*?runbook_url: docs\/operations\.md#(\S+)/g)].map(
  ([, name = '', anchor = '']) => ({ name, anchor }),
);
/** As GitHub makes an anchor of a heading. */
const sections = new Map(
  document.split(/^#+ /m).map((section) => {
    const [heading = '', ...lines] = section.split('\n');
    return [
      heading
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
      lines.join(' ').trim(),
    ];
  }),
);

it('has a section of its own in the operations manual for every alert, which names it and says what to do', () => {
  expect(alerts).toHaveLength([...rules.matchAll(/- alert: /g)].length);
  expect(alerts.length).toBeGreaterThan(10);
  const lacking = alerts.filter(({ name, anchor }) => {
    const section = sections.get(anchor) ?? '';
    return !section.startsWith(`*${name}*`) || section.length < 120;
  });
  expect(lacking).toEqual([]);
  expect(new Set(alerts.map(({ anchor }) => anchor)).size).toBe(alerts.length);
});

const { error } = spawnSync('promtool', ['--version']);
const isThere = error === undefined;
if (!isThere)
  console.warn('promtool is not on PATH: the rules are not tried (Debian has it in the package prometheus)');

(isThere ? it : it.skip).each([
  ['check', 'rules', 'catalog-sync.rules.yml'],
  ['test', 'rules', 'catalog-sync.rules.test.yml'],
])('has rules that promtool takes: promtool %s %s %s', (...args) => {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: FOLDER, encoding: 'utf8' });

  expect({ status, said: `${stdout}${stderr}` }).toEqual({ status: 0, said: expect.stringContaining('SUCCESS') });
});
