/** The directions of the code base: api, workflows, activities → tenants, runs, catalog, stores → database. */
const values = { dependencyTypesNot: ['type-only'] };

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid(
      'no-cycles',
      'Two modules that need each other are one module, or lack a third. Types alone may point back.',
      {},
      { circular: true, viaOnly: values },
    ),
    forbid(
      'lower-layers-know-no-upper',
      'What is below must not know who uses it.',
      { path: '^src/(tenants|runs|catalog|stores|database)/' },
      { path: '^src/(api|workflows|activities|local)/', ...values },
    ),
    forbid(
      'database-is-lowest',
      'The database folder offers transactions and tables; what is done with them is above it.',
      { path: '^src/database/' },
      { path: '^src/(?!database/)', ...values },
    ),
    forbid(
      'stores-know-no-database',
      'A store is HTTP in, canonical products out; it can be tried without a database.',
      { path: '^src/stores/' },
      { path: '^src/(database|tenants|runs)/|node_modules/(pg|drizzle-orm)/' },
    ),
    forbid(
      'catalog-knows-no-http',
      'The catalogue merges what is staged, wherever it came from.',
      { path: '^src/catalog/' },
      { path: '^(node:)?https?$|node_modules/(undici|express)/|^src/stores/(http|woocommerce|shopify)/' },
    ),
    forbid(
      'workflows-import-types-only',
      'Workflow code is deterministic and is loaded again for each cached run: only names, ids and messages as values.',
      { path: '^src/workflows/' },
      { path: '^src/(?!workflows/|temporal/)', ...values },
    ),
    forbid(
      'workflows-need-no-packages',
      'The sandbox has no Node built-ins, and a package at module level is instantiated for every cached run.',
      { path: '^src/workflows/' },
      { pathNot: '^src/|node_modules/@temporalio/(workflow|common)/', ...values },
    ),
    forbid(
      'api-runs-no-activities',
      'The API starts workflows; the work is the worker’s.',
      { path: '^src/api/' },
      { path: '^src/activities/|node_modules/@temporalio/(worker|activity)/', ...values },
    ),
    forbid(
      'only-local-mode-knows-simulators',
      'The programs must not behave otherwise towards a simulator than towards a store.',
      { path: '^src/(?!local/)' },
      { path: '^(simulators|test|bench)/' },
    ),
    forbid(
      'simulators-stand-alone',
      'A simulator that shares code with what it tests shares its errors.',
      { path: '^simulators/' },
      { path: '^(src|test)/' },
    ),
    forbid(
      'programs-need-no-dev-dependencies',
      'Production installs omit them.',
      { path: '^src/(?!local/)' },
      { dependencyTypes: ['npm-dev'], ...values, pathNot: 'node_modules/@types/' },
    ),
    forbid('resolvable', 'An import that leads nowhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
};
