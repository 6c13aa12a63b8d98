import { storeLabel } from '../../src/model/one-line';

it.each([
  ['Grün & Gelb', 'Grün & Gelb'],
  ['  two\n lines\t', 'two lines'],
  ['turned \u202eround\u0000', 'turned round'],
  ['half \ud83d of one', 'half of one'],
  ['\u0007', 'unnamed store'],
  ['x'.repeat(80), 'x'.repeat(80)],
  ['x'.repeat(81), `${'x'.repeat(79)}…`],
  ['🛒'.repeat(200), `${'🛒'.repeat(79)}…`],
])('shows %j as %j', (name, label) => {
  expect(storeLabel(name)).toBe(label);
});
