import { z } from 'zod';
import { platforms } from '../../../platforms/platforms';
import { noteFailedConnect } from '../../actions/note-failed-connect';
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
  audits: ['store_connect_failed'],
  answers: { 200: CheckedStore },
  problems: STORE_PROBLEMS,

  async handle({ caller, body, services }) {
    const { platform, credentials } = body;
    const outcome = await platforms[platform].connect(credentials, services.surroundings);
    if (outcome.kind !== 'connected') {
      noteFailedConnect(services, caller, { platform, credentials, check: true }, outcome);
      return problemOfStore(outcome);
    }
    const { name, currency, productCount } = outcome.facts;
    return ok({ ok: true, name, currency, product_count: productCount });
  },
});
