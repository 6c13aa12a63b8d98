import { z } from 'zod';
import { explainProduct } from '../../../explain/explain-product';
import { factsBody, shortProduct } from '../../actions/explanation';
import { ok } from '../../http/answer';
import { noSuchProduct } from '../../http/problem';
import { readRoute } from '../../http/read-route';
import { EXPLANATION, ProductFactsBody, ShortProduct } from '../../schemas/explanation';
import { Id } from '../../schemas/fields';

export const getProductExplanation = readRoute({
  path: '/v1/catalog/products/:id/explain',
  operationId: 'explainProduct',
  who: 'catalog:view',
  summary: 'Read why a product is as it is',
  description: 'For support staff: in plain sentences, and the facts that they are made of. The store is not asked.',
  params: z.strictObject({ id: Id }),
  answers: {
    200: z
      .strictObject({ product: ShortProduct, ...EXPLANATION, facts: ProductFactsBody })
      .meta({ id: 'ExplainedProduct' }),
  },

  async read(sql, { params }) {
    const explained = await explainProduct(sql, params.id);
    if (explained === null) return noSuchProduct(params.id);
    const { facts, sentences, next_step } = explained;
    return ok({ product: shortProduct(facts.product), sentences, next_step, facts: factsBody(facts) });
  },
});
