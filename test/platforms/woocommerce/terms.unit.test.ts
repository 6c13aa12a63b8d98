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

describe('what has no order in WooCommerce is kept by id', () => {
  const shoes = [
    { id: 71, name: 'Shoes' },
    { id: 9, name: 'Shoes' },
    { id: 640, name: 'Hats' },
  ];
  const attribute = (id: number, name: string, position?: number) => ({
    id,
    name,
    ...(position !== undefined && { position }),
    variation: false,
    options: ['b', 'a'],
  });
  const namesOf = ({ metadata }: ReturnType<typeof mapped>) =>
    (metadata.attributes as { name: string }[]).map(({ name }) => name);

  it('I5 categories, tags and brands are equal in whatever order they come', () => {
    const sent = { categories: shoes, tags: shoes, brands: shoes };
    const turned = { categories: shoes.toReversed(), tags: shoes.toReversed(), brands: shoes.toReversed() };
    expect(mapped(product('beanie', turned))).toEqual(mapped(product('beanie', sent)));
    expect(mapped(product('beanie', sent))).toMatchObject({
      categories: [{ external_id: '9' }, { external_id: '71' }, { external_id: '640' }],
      tags: ['Shoes', 'Shoes', 'Hats'],
      vendor: 'Hats',
    });
  });

  it('I11 also beyond 2^53, and terms of a plugin that have no id stand behind, by name', () => {
    const ids = ['9007199254740993', '9007199254740992', '10'];
    expect(mapped(product('beanie', { categories: ids.map((id) => ({ id, name: 'x' })) })).categories).toMatchObject([
      { external_id: '10' },
      { external_id: '9007199254740992' },
      { external_id: '9007199254740993' },
    ]);
    const tags = [{ name: 'b' }, { id: null, name: 'a' }, { id: 'none', name: 'c' }, { id: 3, name: 'z' }];
    expect(mapped(product('beanie', { tags })).tags).toEqual(['z', 'a', 'b', 'c']);
  });

  it.each([
    [['Zebra', 'adidas'], 'adidas'],
    [['Öko', 'Nord', 'Pur'], 'Nord'],
    [['under', 'Ünder'], 'Ünder'],
  ])('of the brands %j the vendor is %s: first by name, then by id', (names, vendor) => {
    const brands = names.map((name, at) => ({ id: 90 - at, name }));
    expect(mapped(product('beanie', { brands })).vendor).toBe(vendor);
    expect(mapped(product('beanie', { brands: brands.toReversed() })).vendor).toBe(vendor);
  });

  it('attributes keep the place that the merchant gave them, and their options theirs', () => {
    const attributes = [attribute(9, 'Wool', 0), attribute(0, 'Cut', 0), attribute(2, 'Care', 3)];
    expect(namesOf(mapped(product('beanie', { attributes })))).toEqual(['Wool', 'Cut', 'Care']);
    expect(mapped(product('beanie', { attributes })).metadata.attributes).toMatchObject([
      { options: ['b', 'a'] },
      {},
      {},
    ]);
  });

  it.each([[['Wool', 'Cut', 'Care']], [['Care', 'Wool', 'Cut']]])(
    'without a place, %j are by id, then by name',
    (names) => {
      const ids: Record<string, number> = { Wool: 0, Cut: 0, Care: 2 };
      const attributes = names.map((name) => attribute(ids[name] ?? 0, name));
      expect(namesOf(mapped(product('beanie', { attributes })))).toEqual(['Cut', 'Wool', 'Care']);
      const some = [...attributes, attribute(7, 'First', 1)];
      expect(namesOf(mapped(product('beanie', { attributes: some })))).toEqual(['First', 'Cut', 'Wool', 'Care']);
    },
  );
});
