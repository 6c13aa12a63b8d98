import { z } from 'zod';
import { readProduct } from '../../../catalog/reading/list-products';
import { ok } from '../../http/answer';
import { problem } from '../../http/problem';
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
    if (product) return ok(product);
    return problem('not_found', `There is no product ${params.id}: GET /v1/catalog/products lists them.`);
  },
});
