import { z } from 'zod';
import { platforms } from '../../../platforms/platforms';
import { problemOfStore, STORE_PROBLEMS } from '../../actions/store-problem';
import { ok } from '../../http/answer';
import { route } from '../../http/route';
import { StoreConnection } from '../../schemas/connection';

const CheckedStore = z
  .strictObject({
    ok: z.literal(true),
    name: z.string().nullable().meta({ description: "The store's own; null where it has none" }),
    currency: z.string().meta({ description: 'ISO 4217' }),
    product_count: z.int(),
  })
  .meta({ id: 'CheckedStore' });

export const postStoreCheck = route({
  method: 'post',
  path: '/v1/stores/check',
  operationId: 'checkStore',
  who: 'integrations:manage',
  summary: 'Try the credentials of a store',
  description: 'As connecting does, and keeps nothing.',
  body: StoreConnection,
  answers: { 200: CheckedStore },
  problems: STORE_PROBLEMS,

  async handle({ body, services }) {
    const outcome = await platforms[body.platform].connect(body.credentials, services.surroundings);
    if (outcome.kind !== 'connected') return problemOfStore(outcome);
    const { name, currency, productCount } = outcome.facts;
    return ok({ ok: true, name, currency, product_count: productCount });
  },
});
