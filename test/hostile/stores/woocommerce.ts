import type { WooShop } from '../../../simulators/woocommerce/shop';
import type { Hostility, Play } from './hostility';
import { BODIES, dribbles, HANGS, hangs, longHeaders, packed, says, scolds } from './plays';

type WooHostility = Hostility<WooShop>;

/** Of the listing's requests, those for its pages. */
const PAGES = '&offset=';

const UNREADABLE = { status: 'failed', error: 'store_answer_unreadable' } as const;
const UNREACHABLE = { status: 'failed', error: 'store_unreachable' } as const;
const LIMIT_MET = { ...UNREADABLE, problem: 'limit_met' } as const;
const SET_ASIDE = { status: 'completed_with_errors', problem: 'products_set_aside' } as const;
const LONG = { long: true } as const;
const SHORT = { status: 'completed_with_errors', problem: 'listing_short' } as const;

/** Every page of the listing is this. */
const pages = (name: string, play: Play, ends: WooHostility['ends']): WooHostility => ({
  name,
  products: 3,
  turn: ({ faults }) => faults.add({ path: PAGES, answer: { play } }),
  ends,
});

/** Every request is refused for a while that is told like this. */
const throttles = (name: string, retryAfter: string): WooHostility => ({
  name: `Retry-After ${name}`,
  products: 3,
  turn: ({ faults }) =>
    faults.add({ answer: { status: 429, headers: { 'Retry-After': retryAfter }, body: '{"code":"x","message":"x"}' } }),
  ends: { goes_on: true, asks: 90 },
});

/** The first product has this; the others are as they were. */
const product = (name: string, fields: Parameters<WooShop['patch']>[1], ends: WooHostility['ends']): WooHostility => ({
  name,
  products: 3,
  turn(shop) {
    const [id] = shop.products.keys();
    if (id !== undefined) shop.writeDirectly(id, fields);
  },
  ends,
});

const many = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, n) => make(n));

const queryOf = (asked: string) => new URLSearchParams(asked.split('?')[1]);

const row = (id: number, more = '') =>
  `{"id":${id},"name":"x","type":"simple","status":"publish","price":"1","regular_price":"1","manage_stock":false,"stock_quantity":null,"stock_status":"instock","backorders":"no"${more}}`;

/** Of two products the first is as large as `more` makes it: written once, however often it is asked for. */
const huge = (name: string, more: () => string, ends: WooHostility['ends']): WooHostility => ({
  name,
  products: 2,
  turn({ faults, products }) {
    const [first, second] = [...products.keys()].map(Number).sort((a, b) => a - b);
    if (first === undefined || second === undefined) return;
    let heavy = '';
    const rowOf = (id: number) => {
      if (heavy === '') heavy = row(first, more());
      return id === first ? heavy : row(id);
    };
    const list: Play = (response, asked) => {
      const query = queryOf(asked);
      const from = Number(query.get('offset') ?? 0);
      const named = query.get('include')?.split(',').map(Number);
      const ids = [first, second]
        .filter((id) => named?.includes(id) ?? true)
        .slice(from, from + Number(query.get('per_page')));
      const onlyIds = query.get('_fields') === 'id';
      const body = () => `[${ids.map((id) => (onlyIds ? `{"id":${id}}` : rowOf(id))).join(',')}]`;
      says(body, { headers: { 'X-WP-Total': '2' } })(response, asked);
    };
    faults.add({ path: '/products?', answer: { play: list } });
    faults.add({ path: `/products/${first}?`, answer: { play: says(() => rowOf(first)) } });
  },
  ends,
});

/** Rows from the place that was asked for on, and so many more than anybody asked for. */
function rows(asked: string, { rowsMore = 0, total }: { rowsMore?: number; total: number }): Play {
  const query = queryOf(asked);
  const from = Number(query.get('offset') ?? 0);
  const count = Number(query.get('per_page') ?? 10) + rowsMore;
  return says(() => `[${many(count, (n) => row(from + n + 1)).join(',')}]`, {
    headers: { 'X-WP-Total': String(total) },
  });
}

export const WOO_HOSTILITIES: readonly WooHostility[] = [
  {
    name: 'a site name of 3 MB',
    products: 3,
    turn: ({ faults }) =>
      faults.add({
        path: '_fields=name',
        answer: { status: 200, body: JSON.stringify({ name: 'x'.repeat(3_000_000) }) },
      }),
    ends: { status: 'completed' },
  },
  pages('pages of empty lists in a list', says(BODIES['empty lists in a list']), UNREADABLE),
  pages('pages of a level in a level', says(BODIES['a level in a level']), UNREADABLE),
  // A product that is set aside, and no others where three were announced.
  pages('pages of numbers of many digits', says(BODIES['numbers of many digits']), SHORT),
  { ...pages('pages of escapes in a text', says(BODIES['escapes in a text']), SHORT), ...LONG },
  { ...pages('pages of empty objects', says(BODIES['empty objects']), UNREADABLE), ...LONG },
  {
    ...pages('pages of starts of JSON that go nowhere', says(BODIES['starts of JSON that go nowhere']), UNREADABLE),
    ...LONG,
  },
  { ...pages('pages that unpack to 64 MB of zeros', packed('\0'), UNREADABLE), ...LONG },
  pages('pages that unpack to 64 MB of a list', packed('{},'), UNREADABLE),
  pages('an error text of 20 MB', scolds(500), UNREACHABLE),
  pages('a refusal of 20 MB', scolds(403), UNREACHABLE),
  throttles('0', '0'),
  throttles('in the past', 'Wed, 21 Oct 2015 07:28:00 GMT'),
  throttles('of 400 digits', '9'.repeat(400)),
  throttles('below 0', '-1'),
  throttles('that is no time', '1e3 soon'),
  {
    name: 'a listing that grows as it is read',
    products: 10,
    turn: ({ faults }) =>
      faults.add({
        path: PAGES,
        answer: { play: (response, asked) => rows(asked, { total: 1_000_000 })(response, asked) },
      }),
    ends: LIMIT_MET,
  },
  {
    name: 'a listing that repeats its first page',
    products: 300,
    turn: ({ faults }) => faults.add({ path: PAGES, answer: { ignores: ['offset'] } }),
    ends: { ...UNREADABLE, problem: 'parameters_ignored' },
  },
  {
    name: 'a total that grows',
    products: 150,
    turn(shop) {
      let asks = 0;
      shop.faults.add({
        path: 'per_page=1&',
        answer: { play: (response, asked) => rows(asked, { total: 1_000 * ++asks })(response, asked) },
      });
    },
    ends: SHORT,
  },
  {
    name: 'a total of 15 digits',
    products: 3,
    turn: ({ faults }) =>
      faults.add({
        path: 'per_page=1&',
        answer: { play: (response, asked) => rows(asked, { total: 999_999_999_999_999 })(response, asked) },
      }),
    ends: LIMIT_MET,
  },
  {
    name: 'pages of 50,000 rows',
    products: 3,
    turn: ({ faults }) =>
      faults.add({
        path: PAGES,
        answer: { play: (response, asked) => rows(asked, { rowsMore: 50_000, total: 200_000 })(response, asked) },
      }),
    ends: UNREADABLE,
  },
  {
    ...huge(
      '100,000 images',
      () => `,"images":[${many(100_000, (n) => `{"id":${n},"src":"https://x.example/${n}.jpg"}`).join(',')}]`,
      SET_ASIDE,
    ),
    ...LONG,
  },
  huge(
    '600,000 images',
    () => `,"images":[${many(600_000, (n) => `{"id":${n},"src":"https://x.example/${n}.jpg"}`).join(',')}]`,
    SET_ASIDE,
  ),
  {
    ...huge(
      '500,000 tags',
      () => `,"tags":[${many(500_000, (n) => `{"id":${n},"name":"t${n}"}`).join(',')}]`,
      SET_ASIDE,
    ),
    ...LONG,
  },
  product('100,000 variations', { type: 'variable', variations: many(100_000, (n) => BigInt(900_000 + n)) }, SET_ASIDE),
  product(
    'a title and a description of MB',
    { name: 'x'.repeat(1_000_000), description: 'y'.repeat(5_000_000) },
    {
      status: 'completed',
    },
  ),
  product('a NUL in each text', { name: 'A\0b', description: '\0', sku: 'S\0' }, { status: 'completed' }),
  {
    name: 'variations without an end',
    products: 3,
    turn(shop) {
      const [parent] = shop.products.keys();
      if (parent === undefined) return;
      shop.writeDirectly(parent, { type: 'variable', variations: [900_000n] });
      shop.faults.add({
        path: '/variations?',
        answer: {
          play(response, asked) {
            const page = Number(queryOf(asked).get('page') ?? 1);
            const found = many(100, (n) => `{"id":${900_000 + page * 100 + n},"parent_id":${parent},"price":"1"}`);
            says(() => `[${found.join(',')}]`, { headers: { 'X-WP-Total': '999999999' } })(response, asked);
          },
        },
      });
    },
    ends: SET_ASIDE,
  },
  pages('headers of 100 kB', longHeaders, UNREACHABLE),
  pages(
    'redirects in a circle',
    (response, asked) => {
      response.writeHead(302, { Location: `?${asked.split('?')[1]}&again=1` }).end();
    },
    UNREACHABLE,
  ),
  pages('bodies that dribble', dribbles, HANGS),
  {
    name: 'requests that hang',
    products: 3,
    turn: ({ faults }) => faults.add({ answer: { play: hangs } }),
    ends: HANGS,
  },
];
