import { findAuthentication, type Probe } from '../../../src/platforms/woocommerce/authentication/find-authentication';
import type { Authentication } from '../../../src/platforms/woocommerce/credentials';
import type { WooError } from '../../../src/platforms/woocommerce/requests/woo-error';

const HTTPS = 'https://shop.example';
const HTTP = 'http://shop.example';

const list = {
  kind: 'json' as const,
  value: [{ id: 1 }],
  total: 1,
  date: null,
  address: 'https://shop.example/wp-json/wc/v3/products',
  size: 0,
  printedEarly: null,
  unreadable: (detail: string) => ({ kind: 'unreadable' as const, status: 200, detail }),
  quote: (text: string) => text,
};

function wooError(status: number, code: string, message: string, date = new Date().toISOString()): WooError {
  return { kind: 'woo_error', status, code, message, date, problem: { kind: 'unreadable', status, detail: message } };
}

const stranger = wooError(401, 'woocommerce_rest_cannot_view', 'Sorry, you cannot list resources.');
const refused = (message: string, date?: string) =>
  wooError(401, 'woocommerce_rest_authentication_error', message, date);

type Answers = Partial<Record<Authentication, Awaited<ReturnType<Probe>>>>;

/**
 * Climbs a ladder whose rungs answer as given, `stranger` otherwise, and notes the ways that were tried. `wrong`: what
 * a key that is wrong on purpose is answered; as the real one unless given. `asHome`: what signatures are for `home`.
 */
async function climb(
  address: string,
  answers: Answers,
  wrong: { [Field in 'consumer_key' | 'consumer_secret']?: Answers } = {},
  { home = null, asHome = {}, kept }: { home?: string | null; asHome?: Answers; kept?: Authentication } = {},
) {
  const signedFor: string[] = [];
  const tried: Authentication[] = [];
  const compared: string[] = [];
  const probe: Probe = async (way, { consumer_key, consumer_secret, signed_home } = {}) => {
    if (signed_home !== undefined) signedFor.push(signed_home);
    const field = consumer_key ? 'consumer_key' : 'consumer_secret';
    if (consumer_key === undefined && consumer_secret === undefined) tried.push(way);
    else {
      compared.push(field);
      return wrong[field]?.[way] ?? answers[way] ?? stranger;
    }
    return (signed_home === undefined ? answers[way] : asHome[way]) ?? stranger;
  };
  const others = { elsewhere: async () => null, home: async () => home };
  const outcome = await findAuthentication({ address, probe, others, kept });
  return { outcome, tried, compared, signedFor };
}

describe('connecting over https', () => {
  it('takes the header when it works', async () => {
    expect(await climb(HTTPS, { basic: list })).toEqual({
      outcome: { kind: 'found', way: 'basic' },
      tried: ['basic'],
      compared: [],
      signedFor: [],
    });
  });

  it('takes the query when the header is stripped', async () => {
    expect(await climb(HTTPS, { query: list })).toMatchObject({ outcome: { way: 'query' }, tried: ['basic', 'query'] });
  });

  it('signs for http behind a TLS proxy that PHP does not know of', async () => {
    const { outcome } = await climb(HTTPS, { oauth_signed_http: list });
    expect(outcome).toEqual({ kind: 'found', way: 'oauth_signed_http' });
  });

  it('tells a wrong secret, and tries nothing more', async () => {
    const { outcome, tried, compared } = await climb(HTTPS, { basic: refused('Consumer secret is invalid.') });
    expect(outcome).toMatchObject({
      kind: 'credentials_rejected',
      detail: expect.stringContaining('check the consumer secret'),
    });
    expect(tried).toEqual(['basic']);
    expect(compared).toEqual([]);
  });

  it('tells a key that may not read', async () => {
    const { outcome } = await climb(HTTPS, { basic: refused('The API key provided does not have read permissions.') });
    expect(outcome).toMatchObject({ kind: 'credentials_rejected', detail: expect.stringContaining('Read permission') });
  });

  it('tells an unknown key, which only OAuth names', async () => {
    const unknown = refused('Consumer key is invalid.');
    const { outcome } = await climb(HTTPS, { oauth_signed_http: unknown, oauth: unknown });
    expect(outcome).toMatchObject({
      kind: 'credentials_rejected',
      detail: expect.stringContaining('does not know this consumer key'),
    });
  });

  it('tells a wrong secret behind a proxy', async () => {
    const wrong = refused('Invalid signature - provided signature does not match.');
    const { outcome } = await climb(HTTPS, { oauth_signed_http: wrong, oauth: wrong });
    expect(outcome).toMatchObject({
      kind: 'credentials_rejected',
      detail: expect.stringContaining('consumer secret is not the one'),
    });
  });

  it('tells a clock that is off, in whatever language the shop speaks', async () => {
    const late = refused('Ungültiger Zeitstempel.', '2020-01-01T00:00:00.000Z');
    const { outcome } = await climb(HTTPS, { oauth_signed_http: late, oauth: late });
    expect(outcome).toMatchObject({
      kind: 'credentials_rejected',
      detail: expect.stringContaining('clock of https://shop.example'),
    });
  });

  const MAY_NOT_READ = refused('Dem API-Schlüssel fehlt das Leserecht.');
  const WRONG_SECRET = refused('Das Consumer-Secret ist ungültig.');
  const WRONG_SIGNATURE = refused('Die Signatur stimmt nicht überein.');
  const UNKNOWN_KEY = refused('Der Consumer-Key ist ungültig.');

  it.each([
    ['may not read', /may not read/, MAY_NOT_READ, { consumer_secret: WRONG_SECRET }],
    ['has another secret', /check the consumer secret/, WRONG_SECRET, { consumer_secret: WRONG_SECRET }],
    ['is refused, and a wrong one not', /and its Read permission/, MAY_NOT_READ, { consumer_secret: stranger }],
    [
      'a firewall does not let be asked about',
      /and its Read permission/,
      MAY_NOT_READ,
      { consumer_secret: { kind: 'unavailable', status: 403, detail: '' } as const },
    ],
  ])(
    'tells a key that %s by what it is answered when it is wrong, in whatever language',
    async (_, words, answer, wrong) => {
      const { outcome } = await climb(HTTPS, { basic: answer }, { consumer_secret: { basic: wrong.consumer_secret } });
      expect(outcome).toMatchObject({ kind: 'credentials_rejected', detail: expect.stringMatching(words) });
    },
  );

  it.each([
    ['may not read', /may not read/, MAY_NOT_READ],
    ['has another secret', /consumer secret is not the one/, WRONG_SIGNATURE],
    ['is unknown', /does not know this consumer key/, UNKNOWN_KEY],
  ])('tells a signing key that %s so, too', async (_, words, oauth) => {
    const isUnknown = oauth === UNKNOWN_KEY;
    const { outcome } = await climb(
      HTTPS,
      { oauth_signed_http: oauth, oauth },
      {
        consumer_secret: { oauth_signed_http: isUnknown ? UNKNOWN_KEY : WRONG_SIGNATURE },
        consumer_key: { oauth_signed_http: UNKNOWN_KEY },
      },
    );
    expect(outcome).toMatchObject({ kind: 'credentials_rejected', detail: expect.stringMatching(words) });
  });

  it('tells that nothing of the key arrives', async () => {
    const { outcome, tried } = await climb(HTTPS, {});
    expect(outcome).toMatchObject({ kind: 'credentials_rejected', detail: expect.stringContaining('removes both') });
    expect(tried).toEqual(['basic', 'query', 'oauth_signed_http', 'oauth']);
  });

  it('tells a REST API that a plugin closed', async () => {
    const closed = wooError(401, 'rest_login_required', 'REST API restricted to authenticated users.');
    const { outcome } = await climb(HTTPS, { basic: closed, query: closed, oauth: closed, oauth_signed_http: closed });
    expect(outcome).toMatchObject({
      kind: 'not_supported',
      detail: expect.stringContaining('a plugin closes the REST API'),
    });
  });

  it('tells a key whose user may not see products', async () => {
    const { outcome } = await climb(HTTPS, { basic: wooError(403, 'woocommerce_rest_cannot_view', 'Sorry') });
    expect(outcome).toMatchObject({ kind: 'forbidden', detail: expect.stringContaining('may not see products') });
  });

  it('tells a WordPress without WooCommerce', async () => {
    const noRoute = wooError(404, 'rest_no_route', 'No route was found');
    const { outcome } = await climb(HTTPS, { basic: { ...noRoute, problem: { kind: 'not_supported', detail: '' } } });
    expect(outcome).toMatchObject({
      kind: 'not_supported',
      detail: expect.stringContaining('WooCommerce is not active'),
    });
  });

  it.each([
    [
      { kind: 'unavailable', status: 404, detail: 'answered 404' } as const,
      'not_found',
      /no WordPress REST API .* plain permalinks/,
    ],
    [{ kind: 'unreadable', status: 200, detail: 'text/html' } as const, 'unreadable', /something else/],
    [
      { kind: 'unavailable', status: 401, detail: 'answered 401' } as const,
      'credentials_rejected',
      /password of its own/,
    ],
    [{ kind: 'throttled', waitMs: 1, detail: 'answered 429' } as const, 'throttled', /429/],
    [{ kind: 'unavailable', status: 503, detail: 'answered 503' } as const, 'unavailable', /503/],
  ])('ends at once at %j', async (problem, kind, words) => {
    const { outcome, tried } = await climb(HTTPS, { basic: problem });
    expect(outcome).toMatchObject({ kind, detail: expect.stringMatching(words) });
    expect(tried).toEqual(['basic']);
  });
});

describe('connecting over plain http', () => {
  it('signs before it shows the secret', async () => {
    expect(await climb(HTTP, { oauth: list })).toMatchObject({ outcome: { way: 'oauth' }, tried: ['oauth'] });
  });

  it('signs for https when PHP believes that it is', async () => {
    const wrong = refused('Invalid signature - provided signature does not match.');
    const { outcome, tried } = await climb(HTTP, { oauth: wrong, oauth_signed_https: list });
    expect(outcome).toMatchObject({ way: 'oauth_signed_https' });
    expect(tried).toEqual(['oauth', 'oauth_signed_https']);
  });

  it('I8 never shows the secret to a shop that read the signature and refused it', async () => {
    const unknown = refused('Der Consumer-Key ist ungültig.');
    const { outcome, tried } = await climb(HTTP, { oauth: unknown, oauth_signed_https: unknown });
    expect(outcome).toMatchObject({ kind: 'credentials_rejected' });
    expect(tried).toEqual(['oauth', 'oauth_signed_https']);
  });

  it('shows it in the end when signatures do not arrive', async () => {
    expect(await climb(HTTP, { basic: list })).toMatchObject({
      outcome: { way: 'basic' },
      tried: ['oauth', 'oauth_signed_https', 'basic'],
    });
  });
});

describe('a shop that calls another address its own', () => {
  const HOME = 'https://www.shop.example/de';
  const WRONG_SIGNATURE = refused('Die Signatur stimmt nicht überein.');
  const refusesAll = {
    oauth: WRONG_SIGNATURE,
    oauth_signed_http: WRONG_SIGNATURE,
    oauth_signed_https: WRONG_SIGNATURE,
  };

  it.each([HTTP, HTTPS])('is signed for that, once the signatures for %s were refused', async (address) => {
    const asHome = { oauth_signed_https: WRONG_SIGNATURE, oauth_signed_http: list };
    expect(await climb(address, refusesAll, {}, { home: `${HOME}/`, asHome })).toMatchObject({
      outcome: { kind: 'found', way: 'oauth_signed_http', changes: { signed_home: HOME } },
      signedFor: [HOME, HOME],
      compared: [],
    });
  });

  it('says so where neither is taken: then it is the secret', async () => {
    const { outcome } = await climb(
      HTTP,
      refusesAll,
      { consumer_key: { oauth_signed_https: refused('Der Consumer-Key ist ungültig.') } },
      { home: HOME, asHome: refusesAll },
    );
    expect(outcome).toMatchObject({
      kind: 'credentials_rejected',
      detail: expect.stringMatching(
        /consumer secret is not the one.*signed for https:\/\/www\.shop\.example\/de as well/,
      ),
    });
  });

  it('tells a key that may not read, which only the right signature is told', async () => {
    const asHome = {
      oauth_signed_https: WRONG_SIGNATURE,
      oauth_signed_http: refused('Dem Schlüssel fehlt ein Recht.'),
    };
    const wrong = { consumer_secret: { oauth_signed_https: WRONG_SIGNATURE } };
    const { outcome } = await climb(HTTP, refusesAll, wrong, { home: HOME, asHome });
    expect(outcome).toMatchObject({ detail: expect.stringMatching(/may not read.*Dem Schlüssel/) });
  });

  it('is not asked twice where only the scheme differs', async () => {
    const { signedFor } = await climb(HTTP, refusesAll, {}, { home: 'https://shop.example' });
    expect(signedFor).toEqual([]);
  });
});

describe('climbing again', () => {
  it('tries the kept way first, and nothing more where it works', async () => {
    expect(await climb(HTTPS, { query: list, basic: list }, {}, { kept: 'query' })).toMatchObject({
      outcome: { way: 'query' },
      tried: ['query'],
    });
  });

  it('goes on to the others, each once', async () => {
    expect(await climb(HTTPS, { oauth: list }, {}, { kept: 'query' })).toMatchObject({
      outcome: { way: 'oauth' },
      tried: ['query', 'basic', 'oauth_signed_http', 'oauth'],
    });
  });
});
