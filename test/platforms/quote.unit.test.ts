import fc from 'fast-check';
import { quoting } from '../../src/platforms/http/quote';

const KEY = `ck_${'1a2b3c4d'.repeat(5)}`;
const SECRET = `cs_${'9f8e7d6c'.repeat(5)}`;
const quote = quoting([`${KEY}:${SECRET}`, KEY, SECRET]);

it('cleans what a store wrote: one line, without control characters and halves of characters', () => {
  expect(quote('  Incorrect\r\n\t string\0 value: \ud83d at\u202e row 1  ')).toBe('Incorrect string value: at row 1');
});

it('keeps whole characters of any language and cuts between them', () => {
  expect(quote('Grün 🙂 ボタン')).toBe('Grün 🙂 ボタン');
  expect(quote('ab🙂🙂🙂', 3)).toBe('ab…');
});

it.each([
  ['plain', SECRET],
  ['as a Basic header', Buffer.from(`${KEY}:${SECRET}`).toString('base64')],
  ['in base64 alone', Buffer.from(SECRET).toString('base64')],
  ['in base64, URL-encoded', encodeURIComponent(Buffer.from(`${KEY}:${SECRET}`).toString('base64'))],
])('I8 takes the store’s own secret out, %s', (_, form) => {
  expect(quote(`bad request: ${form} is not allowed`)).toMatch(/^bad request: \[redacted\]\S* is not allowed$/);
});

it('I8 leaves no part of a secret, wherever the text is cut', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 3_000 }),
      fc.nat({ max: 30 }),
      fc.integer({ min: 1, max: 300 }),
      (before, times, most) => {
        const text = 'x'.repeat(before) + `${SECRET} `.repeat(times) + 'y'.repeat(4_000);
        const said = quote(text, most);
        expect(said).not.toContain(SECRET.slice(0, 8));
        expect(said).not.toContain(SECRET.slice(-8));
      },
    ),
  );
});

it('answers in no time for a text of megabytes', () => {
  expect(quote('<html>'.repeat(1_000_000)).length).toBeLessThanOrEqual(201);
});
