// Rules of this code base that no general tool knows. Each rule first proves that it can fail.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const FOLDER = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(dirname(FOLDER));
const TEXT = /\.(ts|mjs|cjs|js|json|md|sql|ya?ml|html|css)$|^\.(ci\/|npmrc$)/;

const files = trackedAndNew()
  .filter((path) => TEXT.test(path) && !path.startsWith('drizzle/meta/') && existsSync(join(ROOT, path)))
  .map((path) => textOf(path, readFileSync(join(ROOT, path), 'utf8')));

let failed = 0;
for (const name of readdirSync(FOLDER).filter((file) => file !== 'run.mjs' && file !== 'schema-dump.mjs')) {
  const { default: rule } = await import(pathToFileURL(join(FOLDER, name)).href);
  const problems = [
    ...rule.mustFlag
      .filter((text) => !flags(rule, text))
      .map((text) => `self-check: did not flag ${JSON.stringify(text)}`),
    ...rule.mustPass.filter((text) => flags(rule, text)).map((text) => `self-check: flagged ${JSON.stringify(text)}`),
    ...problemsIn(rule),
  ];
  if (problems.length > 0) console.log(`${rule.name}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  failed += problems.length;
}
process.exit(failed === 0 ? 0 : 1);

/** A rule looks at a file at a time, or at all of them together. */
function problemsIn(rule) {
  if (rule.ofAll) return rule.ofAll(files);
  return files
    .filter(({ path }) => rule.applies(path))
    .flatMap((file) => rule.problems(file).map((problem) => `${file.path} ${problem}`));
}

function flags(rule, example) {
  return (rule.ofAll ? rule.ofAll(example) : rule.problems(textOf('example', example))).length > 0;
}

function textOf(path, text) {
  return { path, text, lines: text.split('\n') };
}

function trackedAndNew() {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard'];
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).split('\n').filter(Boolean);
}
