/** A statement of the builder is sent when somebody waits for it: one that nobody awaits does nothing, and says nothing. */
const STATEMENT = /^\s*(\w+\.)?db(\.|$)/;
const ENDS = /(^|[;{}]|\*\/)\s*$/;

export default {
  name: 'every statement of the builder is awaited or returned',
  applies: (path) => path.startsWith('src/') && path.endsWith('.ts'),
  problems: ({ lines }) =>
    lines.flatMap((line, index) =>
      STATEMENT.test(line) && ENDS.test(lines[index - 1] ?? '') ? [`line ${index + 1}: ${line.trim()}`] : [],
    ),
  mustFlag: ['db.delete(stores);', 'done();\n  sql.db\n    .update(stores)', 'if (known) {\n  db.insert(stores)'],
  mustPass: [
    'await db.delete(stores);',
    'return sql.db.select()',
    'inTenant(({ db }) =>\n  db.select().from(stores),\n);',
  ],
};
