import { z } from 'zod';
import { readProduct } from '../../../catalog/reading/list-products';
import { ok } from '../../http/answer';
import { tagged } from '../../http/entity-tag';
import { noSuchProduct } from '../../http/problem';
import { readRoute } from '../../http/read-route';
import { Id } from '../../schemas/fields';
import { Product } from '../../schemas/product';

export const getProduct = readRoute({
  path: '/v1/catalog/products/:id',
  operationId: 'getProduct',
  who: 'catalog:view',
  summary: 'Read a product with its variants',
  description:
    'Whoever has it already sends its `ETag` as `If-None-Match`, and gets 304 while nothing of the answer changed.',
  params: z.strictObject({ id: Id }),
  answers: { 200: Product },
  hasTag: true,

  async read(sql, { params }) {
    const product = await readProduct(sql, params.id);
    return product ? tagged(ok(product)) : noSuchProduct(params.id);
  },
});
