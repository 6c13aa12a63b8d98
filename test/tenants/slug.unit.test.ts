import { freeSlug, SLUG, slugOfName } from '../../src/tenants/slug';

it.each([
  ['Acme', 'acme'],
  ['  Café Mül & Söhne!  ', 'cafe-mul-sohne'],
  ['A  --  B', 'a-b'],
  ['日本', 'tenant'],
  ['ﬁne №1', 'fine-no1'],
])('makes of the name %j the slug %j', (name, slug) => {
  expect(slugOfName(name)).toBe(slug);
});

it('numbers a slug that is taken, within 63 characters and without a doubled hyphen', () => {
  expect(freeSlug('acme', new Set())).toBe('acme');
  expect(freeSlug('acme', new Set(['acme', 'acme-2']))).toBe('acme-3');

  const long = slugOfName(`${'x'.repeat(60)} yz and more`);
  const numbered = freeSlug(long, new Set([long]));
  expect(long).toBe(`${'x'.repeat(60)}-yz`);
  expect(numbered).toBe(`${'x'.repeat(60)}-2`);
  expect(numbered).toMatch(SLUG);
});
