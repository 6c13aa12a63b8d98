import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

/**
 * The programs that are downloaded, by `process.platform` and `process.arch`: the SHA-256 of the program itself, so that
 * it does not matter on which way it came. docs/releasing.md says where the hashes are from, and how to add one.
 */
export const PINNED_PROGRAMS = {
  temporal: {
    called: 'Temporal CLI',
    version: '1.9.1',
    sha256: {
      'linux-x64': '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
      'linux-arm64': '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
      'darwin-arm64': '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
      'darwin-x64': 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
    },
  },
  'temporal-test-server': {
    called: 'time-skipping test server',
    version: '1.40.0',
    sha256: {
      'linux-x64': '19defb9f7318c7cf249518b3642a735efb79876c2b6918afe312336476b796a5',
      'linux-arm64': 'a968eca117487a0314acfc9738892acee6064c6db2dbd9fdb9b4f8823606460c',
      'darwin-arm64': '3a9cd757fc118c0cf134c6fa16d5cf901a02985d02782a11029f7c2833e95cb6',
      'darwin-x64': '0aa60a4278bc313167f6d2e46cb362c95df2551384d7c593887e79f4a92aa4ac',
    },
  },
};

/** null for the very program that is pinned; else a sentence. A program that is not pinned is never run. */
export function whyNotPinned(name, path) {
  const { called, version, sha256 } = PINNED_PROGRAMS[name];
  const pinned = sha256[`${process.platform}-${process.arch}`];
  if (!pinned) return `no SHA-256 of the ${called} ${version} is known for this machine: see docs/releasing.md`;
  const found = createHash('sha256').update(readFileSync(path)).digest('hex');
  if (found === pinned) return null;
  return `${path} is not the ${called} ${version}: its SHA-256 is ${found}, and ${pinned} is expected`;
}

/** Whether it stands there as it was downloaded. Tells when something else stands there. */
export function isPinned(name, path, say) {
  if (!existsSync(path)) return false;
  const why = whyNotPinned(name, path);
  if (why) say(`REFUSED, and not run: ${why}`);
  return !why;
}

/** A download that keeps nothing but the pinned program. */
export function onlyPinned(name, download, say) {
  return (folder) => {
    const path = download(folder);
    return path && isPinned(name, path, say) ? path : null;
  };
}
