#!/usr/bin/env node
// What `npx --no-install catalog-sync` starts: the built command line, or a word about how it is built.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const built = join(__dirname, '../dist/cli/main.js');
if (existsSync(built)) {
  require(built);
} else {
  console.error('catalog-sync is not built yet: run `npm run build` in its folder first (`npm start` builds it too).');
  process.exitCode = 2;
}
