import { isPublicAddress } from '../../src/platforms/http/address-guard';
import {
  problemOfAnswer,
  problemOfError,
  refusalByPlatform,
  unreadable,
} from '../../src/platforms/http/problem-of-answer';
import { quoting } from '../../src/platforms/http/quote';
import type { StoreAnswer } from '../../src/platforms/http/store-answer';

const json = { 'content-type': 'application/json' };
const html = { 'content-type': 'text/html; charset=UTF-8' };

function answer(status: number, headers: Record<string, string> = json, text = ''): StoreAnswer {
  return {
    kind: 'answer',
    status,
    header: (name) => headers[name] ?? null,
    text,
    date: '2026-11-22T07:00:00.000Z',
    address: 'https://shop.example/wp-json/wc/v3/products',
    quote: quoting([]),
  };
}

describe('the problem of an answer', () => {
  it.each([200, 201, 204])('is none for %p', (status) => {
    expect(problemOfAnswer(answer(status))).toBeNull();
  });

  it.each([
    [401, 'unavailable'],
    [402, 'unavailable'],
    [403, 'unavailable'],
    [404, 'unavailable'],
    [410, 'unavailable'],
    [408, 'unavailable'],
    [423, 'unavailable'],
    [429, 'throttled'],
    [430, 'throttled'],
    [500, 'unavailable'],
    [502, 'unavailable'],
    [503, 'unavailable'],
    [400, 'unreadable'],
  ])('of a %p is %p', (status, kind) => {
    expect(problemOfAnswer(answer(status))).toMatchObject({ kind, detail: expect.stringContaining(String(status)) });
  });

  it.each([
    [401, 'credentials_rejected'],
    [402, 'frozen'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [410, 'not_found'],
    [423, 'frozen'],
  ])('of a %p that the platform itself answered is %p', (status, kind) => {
    expect(refusalByPlatform(status, 'its words')).toEqual({ kind, detail: 'its words' });
  });

  it('I8 keeps what a store said back out of its message', () => {
    const secret = `cs_${'1234567890'.repeat(4)}`;
    const page = { ...answer(500, html, `<p>no rights for ${secret}</p>`), quote: quoting([secret]) };
    const { detail } = problemOfAnswer(page) ?? { detail: '' };
    expect(detail).toContain('<p>no rights for [redacted]</p>');
  });

  it.each([
    ['2', 2_000],
    ['2.5', 2_500],
    ['0', 1_000],
    ['0.001', 1_000],
    ['9'.repeat(400), 3_600_000],
    ['86400', 3_600_000],
    ['Sun, 22 Nov 2026 07:01:30 GMT', 90_000],
    ['Sun, 22 Nov 2026 06:00:00 GMT', 1_000],
    ['soon', 5_000],
  ])('waits as Retry-After %p says: %p ms', (value, waitMs) => {
    expect(problemOfAnswer(answer(429, { 'retry-after': value }))).toMatchObject({ kind: 'throttled', waitMs });
    expect(problemOfAnswer(answer(503, { 'retry-after': value }))).toMatchObject({ kind: 'throttled', waitMs });
  });

  it.each([429, 430])('of a firewall’s %p is a wait, as it is of anybody’s', (status) => {
    const headers = { ...html, 'cf-mitigated': 'challenge', 'retry-after': '7' };
    expect(problemOfAnswer(answer(status, headers, '<html>'))).toMatchObject({ kind: 'throttled', waitMs: 7_000 });
  });

  it.each([
    [403, html],
    [403, { ...json, 'cf-mitigated': 'challenge' }],
    [503, { ...html, 'cf-mitigated': 'challenge' }],
    [202, html],
    [202, { ...html, 'sg-captcha': 'challenge' }],
    [200, { ...html, 'sg-captcha': 'challenge' }],
    [406, html],
  ])('of a firewall’s %p says what to allow-list', (status, headers) => {
    expect(problemOfAnswer(answer(status, headers, '<html>'))).toMatchObject({
      kind: 'unavailable',
      detail: expect.stringMatching(/allow-list the User-Agent "catalog-sync.*\/wp-json\/wc\/v3\/products/),
    });
  });

  it('of a web page where JSON was due shows its type and its first 80 characters', () => {
    const page = answer(200, html, `<!DOCTYPE html>\n<title>Log in</title>${'x'.repeat(500)}`);
    const { detail } = unreadable(page);
    expect(detail).toContain('text/html; charset=UTF-8, "<!DOCTYPE html> <title>Log in</title>xxx');
    expect(detail.length).toBeLessThan(260);
  });
});

describe('the problem of a connection', () => {
  it.each([
    ['ENOTFOUND', /host name/],
    ['ECONNREFUSED', /refuses connections/],
    ['CERT_HAS_EXPIRED', /certificate/],
    ['SOMETHING_NEW', /network error \(SOMETHING_NEW\)/],
  ])('%s is told in words', (code, words) => {
    const error = new Error('fetch failed', { cause: Object.assign(new Error(), { code }) });
    expect(problemOfError(error, 'https://shop.example/')).toMatchObject({
      kind: 'unavailable',
      status: null,
      detail: expect.stringMatching(words),
    });
  });
});

describe('a public address', () => {
  it.each(['93.184.216.34', '2606:4700::1', '::ffff:93.184.216.34', '64:ff9b::5db8:d822'])('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    'fec0::1',
    '::ffff:127.0.0.1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b::a9fe:a9fe',
    '2002:7f00:1::',
    '2001:db8::1',
    'shop.example',
  ])('is not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
