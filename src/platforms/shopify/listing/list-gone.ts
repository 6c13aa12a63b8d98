import { z } from 'zod';
import { BODY_LIMITS } from '../../http/send-to-store';
import type { StoreProblem } from '../../problem';
import type { GonePage, GoneRequest } from '../../store-platform';
import { numericId } from '../mapping/raw-product';
import { destroyedProducts, destroyedSince } from '../queries/news';
import { NODES_AT_ONCE } from '../queries/product-fields';
import { type AdminApi, startTask } from '../requests/admin-api';
import { refusalAsProblem } from '../requests/ask-smaller';
import { LEFT_BY_LISTINGS } from '../requests/throttle';
import { Nodes } from './drain-connection';

const Events = z.object({ events: Nodes });
const Destroyed = z.object({ subjectId: z.string().max(200) });

const NO_WAY_ON: StoreProblem = {
  kind: 'unreadable',
  status: 200,
  detail: 'the list of destroyed products says that it goes on, but not where; sync again later',
};

/** A page of the events that tell of destroyed products. Shopify keeps them for a year. */
export async function listGone(
  api: AdminApi,
  { cursor, stretch, signal }: GoneRequest,
): Promise<GonePage | StoreProblem> {
  const variables = { first: NODES_AT_ONCE, after: cursor, destroyed: destroyedSince(stretch) };
  const question = { document: destroyedProducts, variables, shape: Events, mostBytes: BODY_LIMITS.facts };
  const answer = refusalAsProblem(await api.ask(question, startTask(signal, LEFT_BY_LISTINGS)));
  if (answer.kind !== 'data') return answer;
  const { nodes, pageInfo } = answer.data.events;
  const externalIds = nodes.flatMap((node) => {
    const { data } = Destroyed.safeParse(node);
    return data === undefined ? [] : (numericId(data.subjectId) ?? []);
  });
  const { hasNextPage, endCursor } = pageInfo;
  if (!hasNextPage) return { kind: 'gone', externalIds, nextCursor: null };
  return endCursor && endCursor !== cursor ? { kind: 'gone', externalIds, nextCursor: endCursor } : NO_WAY_ON;
}
