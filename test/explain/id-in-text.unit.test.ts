import { idInText, spellingsOf } from '../../src/explain/find/id-in-text';

it.each([
  ['101', '101'],
  ['9007199254740993', '9007199254740993'],
  ['gid://shopify/Product/632910392', '632910392'],
  ['https://admin.shopify.com/store/acme/products/632910392', '632910392'],
  ['https://acme.myshopify.com/admin/products/632910392?x=1', '632910392'],
  ['https://shop.example/wp-admin/post.php?post=101&action=edit', '101'],
  ['https://shop.example/?post_type=product&p=101', '101'],
])('I11 reads the id out of %s', (text, id) => {
  expect(idInText(text)).toBe(id);
});

it.each([
  'Blue shirt',
  '1.5',
  '1'.repeat(21),
  'https://shop.example/products/2024',
  'https://shop.example/?p=x',
  'gid://shopify/Product/x',
  'gid://shopify/ProductVariant/1',
  'javascript:1',
  'https://',
])('takes %s for no id', (text) => {
  expect(idInText(text)).toBeNull();
});

it('knows a page’s address by either scheme, with a slash at its end or without, and without what follows it', () => {
  expect(spellingsOf(new URL('http://shop.example/product/blue/?utm=1#top'))).toEqual([
    'https://shop.example/product/blue',
    'https://shop.example/product/blue/',
    'http://shop.example/product/blue',
    'http://shop.example/product/blue/',
  ]);
});
