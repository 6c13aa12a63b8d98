import { createHmac } from 'node:crypto';
import { queryText, signedParams } from '../../../src/platforms/woocommerce/authentication/oauth';
import { woocommerce } from '../../../src/platforms/woocommerce/woocommerce';

const credentials = { store_url: 'https://shop.example', consumer_key: 'ck_1', consumer_secret: 'cs_1' };

describe('a shop’s address', () => {
  it.each([
    'https://shop.example/de',
    'HTTPS://SHOP.EXAMPLE/de/',
    'https://shop.example:443/de',
    'https://shop.example//de//',
    'https://shop.example/de/wp-json',
    'https://shop.example/de/wp-json/wc/v3/products?per_page=1',
    ' https://shop.example/de?utm=1#top ',
  ])('has one spelling: %p', (store_url) => {
    expect(woocommerce.address({ ...credentials, store_url })).toBe('https://shop.example/de');
  });

  it('keeps port, scheme and the case of its path', () => {
    expect(woocommerce.address({ ...credentials, store_url: 'http://shop.example:8080/Shop' })).toBe(
      'http://shop.example:8080/Shop',
    );
  });
});

describe('credentials', () => {
  it.each([
    { store_url: 'me@shop.example' },
    { store_url: 'mailto:me@shop.example' },
    { store_url: 'my shop' },
    { store_url: '/' },
    { store_url: '' },
    { store_url: 'ftp://shop.example' },
    { store_url: 'https://me:secret@shop.example' },
    { consumer_key: '' },
    { authentication: 'query' },
    { variations_endpoint: true },
  ])('of a tenant refuse %j', (wrong) => {
    expect(woocommerce.credentials.safeParse({ ...credentials, ...wrong }).success).toBe(false);
  });

  it.each([
    ['shop.example', 'https://shop.example'],
    ['shop.example/de/', 'https://shop.example/de'],
    ['localhost:8443/shop', 'https://localhost:8443/shop'],
    ['127.0.0.1:8443', 'https://127.0.0.1:8443'],
    ['HTTP://shop.example', 'http://shop.example'],
  ])('of a tenant may have the address that a visitor types, %j for %j', (store_url, address) => {
    expect(woocommerce.address(woocommerce.credentials.parse({ ...credentials, store_url }))).toBe(address);
  });

  it('that were kept have what connecting found', () => {
    const kept = { ...credentials, authentication: 'oauth', variations_endpoint: true };
    expect(woocommerce.keptCredentials.parse(kept)).toEqual(kept);
  });
});

describe('an OAuth signature', () => {
  it('is that of RFC 5849 over the sorted, twice encoded parameters', () => {
    const signed = signedParams({
      method: 'GET',
      signedUrl: 'http://shop.example/wp-json/wc/v3/products',
      params: { include: '1,2', search: "it's (new) é*" },
      key: 'ck_1',
      secret: 'cs_&1',
    });
    const { oauth_signature, ...rest } = signed;
    const base = [
      'GET&http%3A%2F%2Fshop.example%2Fwp-json%2Fwc%2Fv3%2Fproducts&include%3D1%252C2',
      `oauth_consumer_key%3Dck_1%26oauth_nonce%3D${rest.oauth_nonce}%26oauth_signature_method%3DHMAC-SHA256`,
      `oauth_timestamp%3D${rest.oauth_timestamp}%26oauth_version%3D1.0`,
      'search%3Dit%2527s%2520%2528new%2529%2520%25C3%25A9%252A',
    ].join('%26');
    expect(oauth_signature).toBe(createHmac('sha256', 'cs_%261&').update(base).digest('base64'));
  });

  it('is another one each time', () => {
    const sign = () =>
      signedParams({ method: 'GET', signedUrl: 'http://a.example/', params: {}, key: 'k', secret: 's' });
    expect(sign().oauth_nonce).not.toBe(sign().oauth_nonce);
  });

  it('stands in a query that reads back as it was', () => {
    const params = { a: 'x&y=z+1 %', _fields: 'id,name' };
    expect(Object.fromEntries(new URLSearchParams(queryText(params)))).toEqual(params);
  });
});
