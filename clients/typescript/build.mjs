// Builds the package as it is published: ES modules and CommonJS, each with its types. `node build.mjs <folder>` builds
// elsewhere than in dist/. The compiler knows no Node.js here: what compiles, a browser has.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const TSC = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const folder = resolve(process.argv[2] ?? join(HERE, 'dist'));

/** What TypeScript is told, and what a loader reads beside the files. */
const FORMS = {
  esm: { module: 'esnext', moduleResolution: 'bundler', type: 'module' },
  cjs: { module: 'node20', moduleResolution: 'node16', type: 'commonjs' },
};

for (const [form, { module, moduleResolution, type }] of Object.entries(FORMS)) {
  const outDir = join(folder, form);
  rmSync(outDir, { recursive: true, force: true });
  const args = ['-p', HERE, '--outDir', outDir, '--module', module, '--moduleResolution', moduleResolution];
  const { status } = spawnSync(process.execPath, [TSC, ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
  mkdirSync(outDir, { recursive: true });
  writeFileSync(join(outDir, 'package.json'), `${JSON.stringify({ type })}\n`);
}
