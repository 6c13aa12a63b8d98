/**
 * The floors of the code base, the highest first: every import of a value points down. Types may point up where a
 * workflow names the activities that it calls.
 */
const values = { dependencyTypesNot: ['type-only'] };

const FLOORS = [
  ['api', 'activities'],
  ['workflows', 'maintenance', 'explain', 'metrics'],
  ['hints', 'alerts'],
  ['catalog', 'tenants'],
  ['runs'],
  ['logs', 'stores', 'temporal'],
  ['outgoing'],
  ['platforms', 'database'],
  ['process'],
  ['model'],
];

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const rooms = (names) => `^src/(${names.join('|')})/`;

/** A floor knows the ones below it, and no other room of its own floor. */
const floorRules = FLOORS.flatMap((floor, height) =>
  floor.map((room) =>
    forbid(
      `${room}-knows-what-is-below`,
      'What is below must not know who uses it, and neighbours do not need each other.',
      { path: rooms([room]) },
      {
        path: rooms(
          FLOORS.slice(0, height + 1)
            .flat()
            .filter((other) => other !== room),
        ),
        ...values,
      },
    ),
  ),
);

module.exports = {
  forbidden: [
    ...floorRules,
    forbid(
      'no-cycles',
      'Two modules that need each other are one module, or lack a third. Types alone may point back.',
      {},
      { circular: true, viaOnly: values },
    ),
    forbid(
      'programs-are-nobodys',
      'The programs at the top of src put the parts together; no part needs a program.',
      { pathNot: '^src/[^/]+$' },
      { path: '^src/[^/]+$' },
    ),
    forbid(
      'model-imports-nothing',
      'Words and tables of states: everybody may import them, because they bring nothing along.',
      { path: '^src/model/' },
      { pathNot: '^src/model/' },
    ),
    forbid(
      'platforms-know-no-database',
      'A platform is HTTP in, canonical products out; it can be tried without a database.',
      { path: '^src/platforms/' },
      { path: '^src/(database|stores|tenants|runs|catalog)/|node_modules/(pg|drizzle-orm)/' },
    ),
    forbid(
      'catalog-knows-no-http',
      'The catalogue merges what is staged, wherever it came from.',
      { path: '^src/catalog/' },
      { path: '^(node:)?https?$|node_modules/(undici|express)/|^src/platforms/(?!mapping/)[^/]+/' },
    ),
    forbid(
      'workflows-import-types',
      'Workflow code is deterministic and is loaded again for each cached run: values come from the model only.',
      { path: '^src/workflows/' },
      { path: '^src/(?!workflows/|model/)', ...values },
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
      { path: '^src/activities/|node_modules/@temporalio/(worker|activity)/' },
    ),
    forbid(
      'service-knows-no-simulators',
      'The programs must not behave otherwise towards a simulator than towards a store.',
      { path: '^src/' },
      { path: '^(cli|clients|local|simulators|test|bench)/' },
    ),
    forbid(
      'clients-stand-alone',
      'A client is given to others: it knows the contract alone, and nothing that a browser lacks.',
      { path: '^clients/[^/]+/src/' },
      { pathNot: '^clients/|node_modules/openapi-fetch/' },
    ),
    forbid(
      'command-line-is-a-client',
      'What the command line can do, everybody can: it asks the API through the client, and knows no room of the service.',
      { path: '^cli/(?!doctor/)' },
      { path: '^(src|local|simulators|test|bench)/' },
    ),
    forbid(
      'doctor-is-loaded-alone',
      'It brings the service’s own modules along, which no other command waits for or needs.',
      { path: '^cli/(?!doctor/)' },
      { path: '^cli/doctor/', dependencyTypesNot: ['type-only', 'dynamic-import'] },
    ),
    forbid(
      'servers-serve-everybody',
      'Tests and the bench start the same servers as local mode does: they know nothing of its demo.',
      { path: '^local/servers/' },
      { path: '^local/(?!servers/)|^(simulators|test|bench)/' },
    ),
    forbid(
      'start-and-failures-are-apart',
      'Two programs for people: what both need stands in servers or demo.',
      { path: '^local/(start|demo-failures)/' },
      { path: '^local/(start|demo-failures)/', pathNot: '^local/$1/' },
    ),
    forbid(
      'simulators-stand-alone',
      'A simulator that shares code with what it tests shares its errors.',
      { path: '^simulators/' },
      { path: '^(src|local|test)/' },
    ),
    forbid(
      'programs-need-no-dev-dependencies',
      'Production installs omit them.',
      { path: '^(src|cli)/' },
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
