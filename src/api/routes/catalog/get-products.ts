import { z } from 'zod';
import { listProducts } from '../../../catalog/reading/list-products';
import { answerPage, pageOf, pageQuery } from '../../http/page';
import { readRoute } from '../../http/read-route';
import { GivenMoment, Id, PlatformName, SeveralIds, text } from '../../schemas/fields';
import { MaybeWholeProduct } from '../../schemas/product';

const MOST_WITH_VARIANTS = 50;

const ProductQuery = z
  .strictObject({
    store_id: Id.optional(),
    ids: SeveralIds.optional(),
    external_id: text(512).optional().meta({ description: "The very id in the product's store" }),
    platform: PlatformName.optional(),
    is_active: z
      .enum(['true', 'false'], 'must be true or false')
      .transform((value) => value === 'true')
      .optional(),
    sku: text(512).optional().meta({ description: 'The very SKU of the product or of one of its variants' }),
    search: text(200).optional().meta({ description: 'A part of title, SKU, vendor or a tag, whatever the case' }),
    updated_since: GivenMoment.optional().meta({ description: 'Changed then or later' }),
    sort: z
      .enum(['changed_at'], 'must be changed_at, or left out')
      .optional()
      .meta({ description: 'Oldest change first; a product that changes meanwhile comes again. Absent: by id' }),
    include: z
      .enum(['variants'], 'must be variants, or left out')
      .optional()
      .meta({ description: `With them a page has at most ${MOST_WITH_VARIANTS} products` }),
    ...pageQuery,
  })
  .refine(({ include, limit }) => include === undefined || limit <= MOST_WITH_VARIANTS, {
    path: ['limit'],
    error: `must be at most ${MOST_WITH_VARIANTS} with include=variants`,
  })
  .refine(({ sort, search }) => sort === undefined || search === undefined, {
    path: ['sort'],
    error: 'must be left out of a search, which has the order of ids',
  });

export const getProducts = readRoute({
  path: '/v1/catalog/products',
  operationId: 'listProducts',
  who: 'catalog:view',
  summary: 'List and search products',
  description:
    'By id, so that a catalogue that changes meanwhile is read whole. A page ends at about 4 MB whatever its limit.',
  query: ProductQuery,
  answers: { 200: pageOf(MaybeWholeProduct) },

  async read(sql, { query }) {
    const { store_id: storeId, external_id: externalId, platform, is_active: isActive, sku, search, ids, sort } = query;
    const filter = {
      storeId,
      platform,
      isActive,
      sku,
      search,
      updatedSince: query.updated_since,
      ids,
      externalId,
      sort,
    };
    return answerPage(query, ['products', sql.tenantId, JSON.stringify(filter)], (page) =>
      listProducts(sql, { ...filter, ...page, withVariants: query.include === 'variants' }),
    );
  },
});
