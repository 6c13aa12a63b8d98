import { z } from 'zod';
import { counted } from '../../counted';
import { BODY_LIMITS } from '../../http/send-to-store';
import type { StoreProblem } from '../../problem';
import type { NewsRequest, StoreNews } from '../../store-platform';
import { changedSince, destroyedSince, news } from '../queries/news';
import { type AdminApi, startTask } from '../requests/admin-api';
import { refusalAsProblem } from '../requests/ask-smaller';

const News = z.object({
  shop: z.object({ id: z.string().max(200), currencyCode: z.string().regex(/^[A-Z]{3}$/) }),
  productsCount: z.object({ count: z.int() }),
  events: z.object({ nodes: z.array(z.unknown()) }),
});

/** One cheap query. Of the destroyed it tells only whether there are any. */
export async function lookForNews(api: AdminApi, { stretch, signal }: NewsRequest): Promise<StoreNews | StoreProblem> {
  const variables = { changed: changedSince(stretch), destroyed: destroyedSince(stretch) };
  const question = { document: news, variables, shape: News, mostBytes: BODY_LIMITS.facts };
  const answer = refusalAsProblem(await api.ask(question, startTask(signal)));
  if (answer.kind !== 'data') return answer;
  const { shop, productsCount, events } = answer.data;
  return {
    kind: 'news',
    changed: counted(productsCount.count),
    gone: events.nodes.length,
    storeTime: answer.date ?? new Date().toISOString(),
    identity: shop.id,
    currency: shop.currencyCode,
  };
}
