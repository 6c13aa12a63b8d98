import { z } from 'zod';
import { explainFound, findWhatIsMeant } from '../../../explain/explain-text';
import { MOST_FOUND } from '../../../explain/find/find-products';
import type { StoreSays } from '../../../explain/live/ask-store';
import { cut } from '../../../explain/words/say';
import { getStore } from '../../../stores/read-stores';
import { differenceBody, factsBody, setAsideBody, shortProduct, storeBody } from '../../actions/explanation';
import { ok } from '../../http/answer';
import { noSuchStore } from '../../http/problem';
import { route } from '../../http/route';
import {
  EXPLANATION,
  PendingHintsFacts,
  ProductFactsBody,
  SetAsideFacts,
  ShortProduct,
  StoreStanding,
} from '../../schemas/explanation';
import { Id, Moment, text } from '../../schemas/fields';
import { Evidence } from '../../schemas/product';

const StoreAnswer = z
  .strictObject({
    kind: z.enum(['alive', 'gone', 'unclear', 'no_answer', 'not_asked']),
    at: Moment.nullable(),
    why: z.string().nullable().meta({ description: 'Why there is no clear answer, or none' }),
    evidence: Evidence.nullable(),
    title: z.string().nullable(),
    differences: z
      .array(z.strictObject({ field: z.string(), here: z.unknown(), store: z.unknown() }))
      .meta({ description: 'The first 20 of what is not as in the catalogue, of what people see in a shop' }),
  })
  .meta({ id: 'StoreAnswer', description: 'What the store said just now. Compared, never written' });

const Explanation = z
  .strictObject({
    items: z.array(ShortProduct).meta({ description: `What fits, at most ${MOST_FOUND}` }),
    has_more: z.boolean(),
    ...EXPLANATION,
    facts: ProductFactsBody.nullable().meta({ description: 'Where one product fits' }),
    absent: z
      .strictObject({
        external_id: z.string().nullable().meta({ description: 'The id in a store that was asked for' }),
        set_aside: z.array(SetAsideFacts),
        hints: PendingHintsFacts.nullable(),
        store: StoreStanding.nullable(),
      })
      .nullable()
      .meta({ description: 'Where none fits' }),
    store_answer: StoreAnswer.nullable().meta({ description: 'null where several fit' }),
  })
  .meta({ id: 'Explanation' });

export const getExplanation = route({
  method: 'get',
  path: '/v1/catalog/explain',
  operationId: 'explain',
  who: 'catalog:view',
  summary: 'Find out why a product is as it is, or is missing',
  description:
    'Also for products that the catalogue does not have. Where one is meant, its store is asked for it by id, at most once in 5 seconds a store; what it says is compared with the catalogue, and nothing is written.',
  query: z.strictObject({
    store_id: Id.optional(),
    q: text(1_000)
      .transform((value) => value.trim())
      .refine((value) => value !== '', 'must not be blank')
      .meta({ description: "An id in the store, a SKU, a part of the title, or the product's address in the shop" }),
  }),
  answers: { 200: Explanation },

  async handle({ caller, query, services }) {
    const question = { q: query.q, storeId: query.store_id };
    const found = await services.database.readTenant(caller.tenant.id, async (sql) => {
      const isThere = query.store_id === undefined || (await getStore(sql, query.store_id)) !== null;
      return isThere ? findWhatIsMeant(sql, question) : null;
    });
    if (found === null) return noSuchStore(query.store_id ?? '');

    const { products, facts, absent, says, differences, ...words } = await explainFound(services, question, found);
    return ok({
      items: products.slice(0, MOST_FOUND).map(shortProduct),
      has_more: products.length > MOST_FOUND,
      ...words,
      facts: facts && factsBody(facts),
      absent: absent && {
        external_id: absent.external_id,
        set_aside: absent.set_aside.map(setAsideBody),
        hints: absent.hints,
        store: absent.store && storeBody(absent.store),
      },
      store_answer: says && { ...answerBody(says), differences: differences.map(differenceBody) },
    });
  },
});

function answerBody(says: StoreSays) {
  const none = { at: null, why: null, evidence: null, title: null };
  switch (says.kind) {
    case 'alive':
      return { ...none, kind: says.kind, at: says.at, title: cut(says.product?.title ?? says.unreadable?.title ?? '') };
    case 'gone':
      return { ...none, kind: says.kind, at: says.at, evidence: says.evidence };
    case 'unclear':
      return { ...none, kind: says.kind, at: says.at, why: cut(says.detail) };
    case 'no_answer':
      return { ...none, kind: says.kind, at: says.at, why: says.problem };
    case 'not_asked':
      return { ...none, kind: says.kind, why: says.why };
  }
}
