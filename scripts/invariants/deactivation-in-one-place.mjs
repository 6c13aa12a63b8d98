/** I1: whoever deactivates a product must have the store's word for it. Few statements do, and each is named here. */
const MAY_DEACTIVATE = ['src/catalog/missing/deactivate-confirmed.ts'];

const STATEMENTS = [/update\s+products\b[^;`]*?\bis_active\s*=\s*false/gi, /delete\s+from\s+products\b/gi];

export default {
  name: 'products are deactivated in one place',
  applies: (path) => path.startsWith('src/') && !MAY_DEACTIVATE.includes(path),
  problems: ({ text }) =>
    STATEMENTS.flatMap((statement) => [...text.matchAll(statement)]).map(
      ({ index }) => `line ${text.slice(0, index).split('\n').length}: deactivates or deletes products`,
    ),
  mustFlag: ['update products\n   set is_active = false\n where id = 1', 'DELETE FROM products'],
  mustPass: ['select 1 from products where is_active = false', 'update products set title = 1`; `is_active = false'],
};
