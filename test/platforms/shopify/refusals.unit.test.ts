import { quoting } from '../../../src/platforms/http/quote';
import { graphQLReply } from '../../../src/platforms/shopify/requests/graphql-reply';

const TOKEN = 'shpat_0123456789abcdef0123456789abcdef';

const answered = (status: number, text: string, type = 'application/json; charset=utf-8') =>
  graphQLReply({
    kind: 'answer',
    status,
    header: (name) => (name === 'content-type' ? type : null),
    text,
    date: null,
    address: 'https://shop.myshopify.com/admin/api/2026-10/graphql.json',
    quote: quoting([TOKEN]),
  });

it.each([
  [
    401,
    '{"errors":"[API] Invalid API key or access token"}',
    'credentials_rejected',
    /token is not valid.*app was removed/,
  ],
  [402, '{"errors":"This shop is unpaid"}', 'frozen', /frozen because its bill is not paid/],
  [403, '{"errors":"Forbidden"}', 'forbidden', /grant it the scope read_products/],
  [404, '{"errors":"Not Found"}', 'not_found', /no shop at this domain/],
  [423, '{"errors":[{"message":"Locked"}]}', 'frozen', /Shopify has locked the shop/],
])('keeps Shopify’s words at %d and names the cause and what to do', (status, body, kind, words) => {
  expect(answered(status, body)).toMatchObject({ kind, detail: expect.stringMatching(words) });
  expect(answered(status, body)).toMatchObject({ detail: expect.stringContaining(`answered ${status} "`) });
});

it.each([401, 402, 404, 410, 423])(
  'takes %d in a strange body for a store in trouble, never for Shopify’s last word',
  (status) => {
    expect(answered(status, '<html><body>deploying</body></html>', 'text/html')).toMatchObject({
      kind: 'unavailable',
      status,
    });
  },
);

it('I8 does not say a token back that stands in a refusal', () => {
  const reply = answered(403, `{"errors":"token ${TOKEN} may not read products"}`);
  expect(JSON.stringify(reply)).not.toContain(TOKEN);
  expect(reply).toMatchObject({ detail: expect.stringContaining('"token [redacted] may not read products"') });
});
