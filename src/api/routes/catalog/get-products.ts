import { z } from 'zod';
import { listProducts } from '../../../catalog/reading/list-products';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { readRoute } from '../../http/read-route';
import { GivenMoment, Id, PlatformName, text } from '../../schemas/fields';
import { ListedProduct } from '../../schemas/product';

export const getProducts = readRoute({
  path: '/v1/catalog/products',
  operationId: 'listProducts',
  who: 'catalog:view',
  summary: 'List and search products',
  query: z.strictObject({
    store_id: Id.optional(),
    platform: PlatformName.optional(),
    is_active: z
      .enum(['true', 'false'], 'must be true or false')
      .transform((value) => value === 'true')
      .optional(),
    sku: text(512).optional().meta({ description: 'The very SKU of the product or of one of its variants' }),
    search: text(200).optional().meta({ description: 'A part of title, SKU, vendor or a tag, whatever the case' }),
    updated_since: GivenMoment.optional().meta({ description: 'Changed then or later' }),
    ...pageQuery,
  }),
  answers: { 200: pageOf(ListedProduct) },

  async read(sql, { query }) {
    const { limit: _, cursor: __, store_id: storeId, platform, is_active: isActive, sku, search } = query;
    const filter = { storeId, platform, isActive, sku, search, updatedSince: query.updated_since };
    return answerPage(query, ['products', sql.tenantId, JSON.stringify(filter)], (page) =>
      listProducts(sql, { ...filter, ...page }),
    );
  },
});
