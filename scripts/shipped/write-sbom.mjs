// Writes dist/sbom.cdx.json: `npm run sbom`. A CycloneDX bill of what is shipped, the same on every machine.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/folders.mjs';
import { licenceOf } from './licences.mjs';
import { idOf, shippedPackages } from './shipped-packages.mjs';

const OUTPUT = join(ROOT, 'dist/sbom.cdx.json');

const packages = shippedPackages(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
const shipped = new Map(packages.map((one) => [idOf(one), one]));
const bill = ofShipped(
  JSON.parse(npm('sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only')),
);
const missing = [...shipped.keys()].filter((id) => !bill.components.some((component) => component['bom-ref'] === id));
if (missing.length > 0) throw new Error(`npm's bill lacks ${missing.join(', ')}`);

mkdirSync(join(ROOT, 'dist'), { recursive: true });
writeFileSync(OUTPUT, `${JSON.stringify(bill, null, 2)}\n`);
console.log(`${bill.components.length} packages in ${OUTPUT}`);

/**
 * npm leaves a package out, with all that it needs, as soon as one for development needs it too: `--omit dev` lost 174
 * of 295, Temporal's SDK among them. So it lists all, and those that are shipped are taken.
 */
function ofShipped({ serialNumber: _, metadata: { timestamp: __, ...metadata }, ...all }) {
  const { name } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const root = metadata.component['bom-ref'];
  const isShipped = (id) => id === root || shipped.has(id);
  return {
    ...all,
    metadata: { ...metadata, component: { ...metadata.component, name } }, // npm takes the folder's name
    components: once(all.components, (component) => component['bom-ref'])
      .filter((component) => isShipped(component['bom-ref']))
      .map(withLicence),
    dependencies: once(all.dependencies, ({ ref }) => ref)
      .filter(({ ref }) => isShipped(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isShipped).sort() })),
  };
}

/** npm 10 lists a package as often as it is installed. */
function once(items, idOfItem) {
  const byId = new Map(items.map((item) => [idOfItem(item), item]));
  return [...byId].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);
}

function withLicence(component) {
  if (component.licenses?.length > 0) return component;
  return { ...component, licenses: [{ expression: licenceOf(shipped.get(component['bom-ref'])) }] };
}

function npm(...args) {
  const options = { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 };
  const program = process.env.npm_execpath;
  return program?.endsWith('.js')
    ? execFileSync(process.execPath, [program, ...args], options)
    : execFileSync('npm', args, options);
}
