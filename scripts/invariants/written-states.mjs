/** Where the state of a run or of a missing product may be written: each statement is a line of a table in src/model. */
const TABLES = [
  {
    table: 'sync_runs',
    column: 'status',
    builder: 'syncRuns',
    writers: ['approval', 'close-run-row', 'hold-fence', 'note-progress', 'open-run-row', 'queue-run'].map(
      (name) => `src/runs/${name}.ts`,
    ),
    /** An update asks in its `where` which statuses the table lets it start from. */
    asks: 'statusesBefore(',
  },
  {
    table: 'missing_products',
    column: 'state',
    builder: 'missingProducts',
    writers: [
      'src/runs/approval.ts',
      ...['deactivate-confirmed', 'deactivate-dry', 'decided-by-full', 'suspects'].map(
        (name) => `src/catalog/missing/${name}.ts`,
      ),
    ],
    asks: '',
  },
];

const RUN = "update sync_runs r set phase = 'closing', status = 'failed' where r.id = 1";

export default {
  name: 'the state of a run or of a missing product is written where src/model/run-transitions.ts and missing-state.ts know it',
  ofAll: (files) =>
    files
      .filter(({ path }) => path.startsWith('src/'))
      .flatMap((file) => TABLES.flatMap((rule) => problems(rule, file))),
  mustFlag: [
    [{ path: 'src/runs/hurry.ts', text: `${RUN} and r.status = any(\${statusesBefore('close')}::text[])\`` }],
    [{ path: 'src/runs/approval.ts', text: `${RUN}\`` }],
    [
      {
        path: 'src/runs/open-run-row.ts',
        text: "insert into sync_runs as r on conflict (id) do update set status = 'running'`",
      },
    ],
    [{ path: 'src/runs/hurry.ts', text: 'insert into sync_runs (id, status) values (1, 2)`' }],
    [{ path: 'src/runs/hurry.ts', text: "database.update(syncRuns).set({ status: 'failed' })" }],
    [{ path: 'src/runs/hurry.ts', text: "update missing_products m\n set state = 'kept'`" }],
  ],
  mustPass: [
    [{ path: 'src/runs/approval.ts', text: `${RUN} and r.status = any(\${statusesBefore('close')}::text[])\`` }],
    [{ path: 'src/runs/hurry.ts', text: "update sync_runs set phase = 'closing' where status = 'running'`" }],
    [{ path: 'src/runs/hurry.ts', text: "update sync_sweeps set status = 'failed'`" }],
  ],
};

function problems({ table, column, builder, writers, asks }, { path, text }) {
  const inserts = String.raw`insert\s+into\s+${table}\b`;
  const updates = String.raw`(?:update\s+${table}\b|${inserts}[^\`]*?\bdo\s+update\b)(?:(?!\bwhere\b)[^\`])*?\b${column}\s*=[^\`]*`;
  const found = (pattern) => [...text.matchAll(new RegExp(pattern, 'gi'))];
  const said = ({ index }, what) => `${path} line ${text.slice(0, index).split('\n').length}: ${what}`;
  if (writers.includes(path)) {
    return found(updates)
      .filter(([statement]) => !statement.includes(asks))
      .map((statement) => said(statement, `writes ${table}.${column} without ${asks}…)`));
  }
  const builders = String.raw`\.(?:update|insert)\(${builder}\)`;
  return [updates, inserts, builders].flatMap(found).map((statement) => said(statement, `writes ${table}.${column}`));
}
