import { licenceProblem } from '../shipped/licences.mjs';
import { idOf, shippedPackages } from '../shipped/shipped-packages.mjs';

/** A licence that asks for more than its text beside the copy binds everybody who passes catalog-sync on. */
export default {
  name: 'what is shipped comes under licences that scripts/shipped/licences.mjs allows',
  applies: (path) => path === 'package-lock.json',
  problems: ({ text }) =>
    shippedPackages(text).flatMap((shipped) => {
      const why = licenceProblem(shipped);
      return why === null ? [] : [`${idOf(shipped)} ${why}`];
    }),
  mustFlag: [
    lockOf({ license: 'GPL-3.0-only' }),
    lockOf({ license: 'MIT AND AGPL-3.0-only' }),
    lockOf({ license: 'CC-BY-4.0' }),
    lockOf({ license: 'SEE LICENSE IN LICENSE.md' }),
    lockOf({}),
  ],
  mustPass: [
    lockOf({ license: 'MIT' }),
    lockOf({ license: '(GPL-2.0-only OR MIT)' }),
    lockOf({ license: 'Apache-2.0 AND MIT' }),
    lockOf({ license: 'GPL-3.0-only', dev: true }),
  ],
};

function lockOf(entry) {
  return JSON.stringify({ packages: { '': {}, 'node_modules/a': { version: '1.0.0', ...entry } } });
}
