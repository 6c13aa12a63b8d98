import fc from 'fast-check';
import { quoting } from '../../src/platforms/http/quote';
import { secretsOut } from '../../src/platforms/http/without-secrets';

const KEY = `ck_${'1a2b3c4d'.repeat(5)}`;
const SECRET = `cs_${'9f8e7d6c'.repeat(5)}`;
const quote = quoting([`${KEY}:${SECRET}`, KEY, SECRET]);

const escaped = (as: (code: number) => string) => Array.from(SECRET, (each) => as(each.charCodeAt(0))).join('');

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
  ['in base64 for addresses, behind other text', Buffer.from(`user:${SECRET}`).toString('base64url')],
  ['in capitals', SECRET.toUpperCase()],
  ['percent-encoded whole', escaped((code) => `%${code.toString(16)}`)],
  ['percent-encoded twice', escaped((code) => `%25${code.toString(16).toUpperCase()}`)],
  ['percent-encoded in part', SECRET.replaceAll('e', '%65')],
  ['with JSON’s escapes', escaped((code) => `\\u${code.toString(16).padStart(4, '0')}`)],
  ['with JSON’s escapes inside of JSON', escaped((code) => `\\\\u${code.toString(16).padStart(4, '0')}`)],
  ['as HTML in decimals', escaped((code) => `&#${code};`)],
  ['as HTML in hexadecimals', escaped((code) => `&#x00${code.toString(16).toUpperCase()};`)],
  ['with a NUL in it, which is removed later', SECRET.replace('f8', 'f\x008')],
  ['cut off', SECRET.slice(0, 15)],
])('I8 takes the store’s own secret out, %s', (_, form) => {
  expect(quote(`bad request: ${form} is not allowed`)).toMatch(
    /^bad request: \S{0,8}\[redacted\]\S{0,5} is not allowed$/,
  );
});

it.each(['a"b\\c/d+e=f&g%h', 'päßwörter-ŝecret-🙂', 'x%41y%25z%20-and-more'])(
  'I8 takes out a secret such as %s',
  (secret) => {
    const forms = [
      secret,
      JSON.stringify(secret),
      encodeURIComponent(secret),
      Buffer.from(`x:${secret}`).toString('base64'),
    ];
    const said = quoting([secret])(forms.join(' '));
    expect(said.match(/\[redacted\]/g)).toHaveLength(4);
  },
);

it('leaves what is no secret as it is', () => {
  const text = 'ck_1a2b is how %63%6b begins; &#99; \\u0063 and cs_9f8e, too';
  expect(quote(text)).toBe(text);
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

it('I8 calls nothing back for each run of capitals: a store may send millions', () => {
  const { scrub } = secretsOut([SECRET]);
  const calls = [jest.spyOn(String.prototype, 'toLowerCase'), jest.spyOn(String.prototype, 'toUpperCase')];
  try {
    expect(scrub(`${'aA'.repeat(1_000)} ${SECRET}`)).toBe(`${'aA'.repeat(1_000)} [redacted]`);
    expect(calls.flatMap(({ mock }) => mock.calls)).toEqual([]);
  } finally {
    for (const call of calls) call.mockRestore();
  }
});

it.each(['', '%41'])(
  'I8 finds the place of a secret behind letters that are two when they are small, and %s',
  (more) => {
    const before = `İİİİ ẞ Ünd \ud83d ${more} `;
    expect(secretsOut([SECRET]).scrub(`${before}${SECRET.toUpperCase()} İ`)).toBe(`${before}[redacted] İ`);
  },
);

it('answers in no time for a text of megabytes', () => {
  expect(quote('<html>'.repeat(1_000_000)).length).toBeLessThanOrEqual(201);
});
