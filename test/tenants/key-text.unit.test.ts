import { timingSafeEqual } from 'node:crypto';
import { hashOfKey, isKeyOf, newKeyText, prefixOfKey, shownPrefix } from '../../src/tenants/key-text';

jest.mock('node:crypto', () => {
  const actual = jest.requireActual('node:crypto');
  return { ...actual, timingSafeEqual: jest.fn(actual.timingSafeEqual) };
});

it.each(['tenant', 'operator'] as const)('makes keys of a %s that tell whose they are', (owner) => {
  const { key, prefix } = newKeyText(owner);
  expect(prefixOfKey(owner, key)).toBe(prefix);
  expect(prefixOfKey(owner === 'tenant' ? 'operator' : 'tenant', key)).toBeNull();
  expect(key.startsWith(`${shownPrefix(owner, prefix)}_`)).toBe(true);
});

it('knows a key by its hash, and none where there is no hash', () => {
  const [{ key }, other] = [newKeyText('tenant'), newKeyText('tenant')];
  expect(isKeyOf(key, hashOfKey(key))).toBe(true);
  expect(isKeyOf(key, hashOfKey(other.key))).toBe(false);
  expect(isKeyOf(key, undefined)).toBe(false);
});

it('compares a hash with something also where there is none, so that no prefix is told by the time', () => {
  jest.mocked(timingSafeEqual).mockClear();
  isKeyOf(newKeyText('tenant').key, undefined);
  expect(timingSafeEqual).toHaveBeenCalledTimes(1);
});

it.each([
  '',
  'cs_',
  `cs_${'0'.repeat(12)}_${'a'.repeat(42)}`,
  `cs_${'0'.repeat(12)}_${'a'.repeat(44)}`,
  `cs_${'0'.repeat(12)}_${'a'.repeat(43)}\n`,
  `cs_${'g'.repeat(12)}_${'a'.repeat(43)}`,
  ` cs_${'0'.repeat(12)}_${'a'.repeat(43)}`,
  `CS_${'0'.repeat(12)}_${'a'.repeat(43)}`,
])('takes %p for no key', (text) => {
  expect([prefixOfKey('tenant', text), prefixOfKey('operator', text)]).toEqual([null, null]);
});
