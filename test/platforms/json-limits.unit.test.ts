import fc from 'fast-check';
import { beyondJsonLimits, JSON_LIMITS } from '../../src/platforms/http/json-limits';

const times = (count: number, text: string) => text.repeat(count);

it('lets any usual JSON through, whatever its texts hold', () => {
  fc.assert(fc.property(fc.json({ maxDepth: 8 }), (text) => expect(beyondJsonLimits(text)).toBeNull()));
});

it('counts nothing within texts: descriptions are full of commas and brackets', () => {
  const text = JSON.stringify({ description: times(JSON_LIMITS.values + 1, ',[{\\"'), name: 'ends in a backslash \\' });
  expect(beyondJsonLimits(text)).toBeNull();
});

it.each([
  ['lists', '[],'],
  ['objects', '{},'],
  ['numbers', '1,'],
])('ends at too many %s', (_, item) => {
  expect(beyondJsonLimits(`[${times(JSON_LIMITS.values + 1, item)}1]`)).toBe('holds more than 500000 values');
});

it.each(['[', '{"a":'])('ends at too many levels of %s', (opening) => {
  expect(beyondJsonLimits(times(JSON_LIMITS.levels, opening))).toBeNull();
  expect(beyondJsonLimits(times(JSON_LIMITS.levels + 1, opening))).toBe('has more than 100 levels');
});

it('begins again behind what was closed', () => {
  expect(beyondJsonLimits(times(1_000, `${times(99, '[')}${times(99, ']')}`))).toBeNull();
});
