/** A product as the Admin API answers it; `changes` replace whole fields. */
export function rawProduct(changes: Record<string, unknown> = {}) {
  return {
    id: 'gid://shopify/Product/8001',
    title: 'Linen Shirt',
    handle: 'linen-shirt',
    descriptionHtml: '<p>Cool in summer.</p>',
    status: 'ACTIVE',
    vendor: 'Halden',
    productType: 'Shirts',
    tags: ['new', 'summer'],
    onlineStoreUrl: 'https://halden.example/products/linen-shirt',
    updatedAt: '2026-11-02T08:30:00Z',
    hasOnlyDefaultVariant: false,
    tracksInventory: true,
    category: { id: 'gid://shopify/TaxonomyCategory/aa-1-13', fullName: 'Apparel & Accessories > Clothing > Shirts' },
    options: [
      { name: 'Colour', values: ['Red', 'Blue'] },
      { name: 'Size', values: ['M'] },
    ],
    variantsCount: { count: 2, precision: 'EXACT' },
    variants: {
      nodes: [
        rawVariant(),
        rawVariant({
          id: 'gid://shopify/ProductVariant/9002',
          position: 2,
          sku: 'LIN-B-M',
          price: '7.50',
          selectedOptions: [
            { name: 'Colour', value: 'Blue' },
            { name: 'Size', value: 'M' },
          ],
        }),
      ],
      pageInfo: { hasNextPage: false },
    },
    media: {
      nodes: [
        {
          id: 'gid://shopify/Video/1',
          mediaContentType: 'VIDEO',
          alt: null,
        },
        rawImage('https://cdn.shopify.com/front.jpg', 'Front'),
        rawImage('https://cdn.shopify.com/back.jpg', ''),
      ],
      pageInfo: { hasNextPage: false, endCursor: null },
    },
    collections: {
      nodes: [{ id: 'gid://shopify/Collection/501', title: 'Summer' }],
      pageInfo: { hasNextPage: false, endCursor: null },
    },
    ...changes,
  };
}

export function rawVariant(changes: Record<string, unknown> = {}) {
  return {
    id: 'gid://shopify/ProductVariant/9001',
    position: 1,
    sku: 'LIN-R-M',
    barcode: '4006381333931',
    price: '10.00',
    compareAtPrice: '12.00',
    availableForSale: true,
    inventoryPolicy: 'DENY',
    inventoryQuantity: 4,
    selectedOptions: [
      { name: 'Colour', value: 'Red' },
      { name: 'Size', value: 'M' },
    ],
    inventoryItem: {
      id: 'gid://shopify/InventoryItem/7001',
      tracked: true,
      measurement: { weight: { value: 0.35, unit: 'KILOGRAMS' } },
    },
    ...changes,
  };
}

export function rawImage(url: string | null, alt: string | null) {
  return { id: 'gid://shopify/MediaImage/7', mediaContentType: 'IMAGE', alt, image: url === null ? null : { url } };
}

/** A product without options: one variant, whose option Shopify calls "Title" and its value "Default Title". */
export function rawDefaultProduct(variant: Record<string, unknown> = {}, changes: Record<string, unknown> = {}) {
  return rawProduct({
    hasOnlyDefaultVariant: true,
    options: [{ name: 'Title', values: ['Default Title'] }],
    variantsCount: { count: 1, precision: 'EXACT' },
    variants: withNodes([rawVariant({ selectedOptions: [{ name: 'Title', value: 'Default Title' }], ...variant })]),
    ...changes,
  });
}

export function withNodes(nodes: unknown[]) {
  return { nodes, pageInfo: { hasNextPage: false, endCursor: null } };
}
