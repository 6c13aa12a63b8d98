import { z } from 'zod';
import { readProduct } from '../../../catalog/read-product';
import { ok } from '../../answer';
import { problem } from '../../problem';
import { route } from '../../route';
import { Id } from '../../schemas/fields';
import { Product } from '../../schemas/product';

export const getProduct = route({
  method: 'get',
  path: '/v1/catalog/products/:id',
  who: 'catalog:view',
  summary: 'Read a product with its variants',
  params: z.strictObject({ id: Id }),
  answers: { 200: Product },

  async handle({ caller, params, services }) {
    const product = await services.database.withTenant(caller.tenant.id, (sql) => readProduct(sql, params.id));
    if (product) return ok(product);
    return problem('not_found', `There is no product ${params.id}: GET /v1/catalog/products lists them.`);
  },
});
