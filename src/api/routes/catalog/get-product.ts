import { z } from 'zod';
import { readProduct } from '../../../catalog/reading/list-products';
import { ok } from '../../http/answer';
import { noSuchProduct } from '../../http/problem';
import { readRoute } from '../../http/read-route';
import { Id } from '../../schemas/fields';
import { Product } from '../../schemas/product';

export const getProduct = readRoute({
  path: '/v1/catalog/products/:id',
  operationId: 'getProduct',
  who: 'catalog:view',
  summary: 'Read a product with its variants',
  params: z.strictObject({ id: Id }),
  answers: { 200: Product },

  async read(sql, { params }) {
    const product = await readProduct(sql, params.id);
    return product ? ok(product) : noSuchProduct(params.id);
  },
});
