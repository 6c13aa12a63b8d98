import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './folders.mjs';
import { SetupProblem } from './say.mjs';

/**
 * Stops on a Node.js that `engines` of package.json does not name, before it fails with an error that nobody can read.
 * One that is newer than all of them may go on. Files that the set-up loads before this must run on old ones, too.
 */
export function refuseOldNode(running = process.versions.node) {
  const tested = testedReleases();
  const [major, minor] = partsOf(running);
  const [newestMajor] = partsOf(tested.at(-1));
  if (major > newestMajor) {
    console.log(`Node.js ${running} is newer than what was tested: ${tested.join(', ')}`);
    return;
  }
  if (tested.map(partsOf).some((oldest) => major === oldest[0] && minor >= oldest[1])) return;
  throw new SetupProblem(
    `This is Node.js ${running}, and catalog-sync needs ${tested.join(', ')} or a later release of one of these majors: ` +
      'https://nodejs.org/en/download',
  );
}

/** The oldest release of each major, the oldest major first: `^20.20.0 || ^22.13.0` is 20.20 and 22.13. */
function testedReleases() {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return [...engines.node.matchAll(/\^(\d+\.\d+)/g)].map(([, release]) => release);
}

function partsOf(version) {
  return version.split('.').map(Number);
}
