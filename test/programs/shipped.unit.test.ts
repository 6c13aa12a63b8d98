import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../local/servers/project-root';

const inProject = (path: string) => readFileSync(join(PROJECT_ROOT, path), 'utf8');

function run(program: string): void {
  const { status, stderr } = spawnSync(process.execPath, [program], { cwd: PROJECT_ROOT, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}

interface Locked {
  version: string;
  dev?: boolean;
  devOptional?: boolean;
}

/** `express@5.3.0`, sorted, each once. */
function shipped(): string[] {
  const { packages }: { packages: Record<string, Locked> } = JSON.parse(inProject('package-lock.json'));
  const ids = Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
    .map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`);
  return [...new Set(ids)].sort();
}

it('lists every package that is shipped in the bill, with its hash and its licence, and nothing that changes by itself', () => {
  run('scripts/shipped/write-sbom.mjs');
  const bill: {
    serialNumber?: string;
    metadata: { timestamp?: string; component: { name: string } };
    components: { 'bom-ref': string; hashes: unknown[]; licenses: unknown[] }[];
  } = JSON.parse(inProject('dist/sbom.cdx.json'));

  expect(bill.components.map((component) => component['bom-ref']).sort()).toEqual(shipped());
  for (const { hashes, licenses } of bill.components) {
    expect(hashes).toEqual([expect.objectContaining({ alg: 'SHA-512' })]);
    expect(licenses).toHaveLength(1);
  }
  expect(bill.metadata.component.name).toBe('catalog-sync');
  expect([bill.serialNumber, bill.metadata.timestamp]).toEqual([undefined, undefined]);
});

it('names every package that is shipped above the text of its licence', () => {
  run('scripts/shipped/write-licences.mjs');
  const lines = new Set(
    inProject('dist/THIRD-PARTY-LICENCES.txt')
      .split('\n')
      .map((line) => line.split(' ')[0]),
  );

  expect(shipped().filter((id) => !lines.has(id))).toEqual([]);
});
