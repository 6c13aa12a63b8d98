import { plainText } from '../../../src/platforms/woocommerce/mapping/plain-text';
import { mapped, product, variations } from './recorded-product';

describe('a name that WordPress escaped', () => {
  it.each([
    ['Kitchen &amp; Home', 'Kitchen & Home'],
    ['Gr&uuml;n &amp; Gelb', 'Grün & Gelb'],
    ['6&quot; &lt;wide&gt;', '6" <wide>'],
    ['Children&#039;s &#8211; Kids&#x27;', "Children's – Kids'"],
    ['&#x1F600;', '😀'],
    // Typed as entities: what is left was meant so.
    ['&amp;amp; &amp;lt;b&amp;gt;', '&amp; &lt;b&gt;'],
    ['AT&T, R&D, fish &copy chips &', 'AT&T, R&D, fish &copy chips &'],
    ['&nosuch; &constructor;', '&nosuch; &constructor;'],
  ])('%j is %j', (escaped, plain) => {
    expect(plainText(escaped)).toBe(plain);
  });

  it('is plain text of categories, tags, brands, attributes and options', () => {
    const named = mapped(
      product('beanie', {
        categories: [{ id: 19, name: 'Hats &amp; Caps' }],
        tags: [{ id: 5, name: 'Rock &#039;n&#039; Roll' }],
        brands: [{ id: 7, name: 'Ada &amp; Linden' }],
        attributes: [{ id: 1, name: 'Cut &amp; Fit', position: 0, variation: false, options: ['&lt; 20 &deg;C'] }],
      }),
    );
    expect(named).toMatchObject({
      categories: [{ external_id: '19', name: 'Hats & Caps' }],
      tags: ["Rock 'n' Roll"],
      vendor: 'Ada & Linden',
      metadata: { attributes: [{ name: 'Cut & Fit', options: ['< 20 °C'], variation: false }] },
    });
    const [red] = variations('vneck');
    const chosen = [{ id: 1, name: 'Cut &amp; Fit', option: 'Slim &amp; long' }];
    expect(mapped(product('vneck'), [{ ...red, attributes: chosen }]).variants).toMatchObject([
      { title: 'Slim & long', attributes: { 'Cut & Fit': 'Slim & long' } },
    ]);
  });

  it('is no title and no description: these are HTML, and stay as they were sent', () => {
    const sent = { name: 'Salt &amp; Pepper', description: '<p>1 &lt; 2</p>', short_description: '<p>&amp;</p>' };
    expect(mapped(product('beanie', sent))).toMatchObject({
      title: 'Salt &amp; Pepper',
      description: '<p>1 &lt; 2</p>',
      metadata: { short_description: '<p>&amp;</p>' },
      variants: [{ title: 'Salt &amp; Pepper' }],
    });
  });
});
