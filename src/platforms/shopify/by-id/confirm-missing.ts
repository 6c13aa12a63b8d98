import { z } from 'zod';
import { unreadable } from '../../http/problem-of-answer';
import type { StoreProblem } from '../../problem';
import type { IdsRequest, MissingAnswer, MissingAnswers } from '../../store-platform';
import { mapProducts } from '../mapping/map-product';
import { isShopifyId } from '../mapping/raw-product';
import { productStatuses } from '../queries/products';
import { type AdminApi, startTask } from '../requests/admin-api';
import { type GraphQLReply, meaningOf, placeOf } from '../requests/graphql-reply';
import { LEFT_BY_LISTINGS } from '../requests/throttle';
import { productGid, readByIds } from './fetch-by-ids';

const Statuses = z.object({
  shop: z.object({ id: z.string().min(1) }),
  nodes: z.array(z.object({ __typename: z.string(), id: z.string(), status: z.string().optional() }).nullable()),
});

type Node = z.infer<typeof Statuses>['nodes'][number];

/**
 * The shop's own word about each id (I1). A null is one only in an answer that knows the shop, has a place for each id
 * and no error at this one; everything else is unclear.
 */
export async function confirmMissing(api: AdminApi, request: IdsRequest): Promise<MissingAnswers | StoreProblem> {
  const task = startTask(request.signal, LEFT_BY_LISTINGS);
  const asked = request.externalIds.filter(isShopifyId);
  const unaskable = request.externalIds.filter((id) => !isShopifyId(id));
  const answers: MissingAnswer[] = unaskable.map((id) => unclear(id, 'is no id of Shopify'));

  if (asked.length > 0) {
    const reply = await api.exchange(
      {
        document: productStatuses,
        variables: { ids: asked.map(productGid) },
        size: { of: 'status', count: asked.length },
      },
      task,
    );
    if (reply.kind !== 'reply') return reply;
    const judged = judge(asked, reply);
    if (!Array.isArray(judged)) return judged;
    answers.push(...judged);
  }

  task.holdsHalfAnAnswer = true;
  const alive = answers.filter(({ answer }) => answer === 'alive').map(({ external_id }) => external_id);
  const read = await readByIds(alive, api, task);
  if (read.kind !== 'read') return read;
  const { products, rejected } = mapProducts(read.raw, request.currency);
  const { requests, throttledMs } = task;
  return { kind: 'answers', answers, products, rejected: [...read.aside, ...rejected], requests, throttledMs };
}

function judge(ids: readonly string[], reply: GraphQLReply): MissingAnswer[] | StoreProblem {
  const statuses = Statuses.safeParse(reply.data);
  const elsewhere = reply.errors.find((error) => placeOf(error) === null);

  if (!statuses.success) return problemOf(reply);
  if (elsewhere !== undefined) return ids.map((id) => unclear(id, reply.answer.quote(elsewhere.message)));
  const { nodes } = statuses.data;
  if (nodes.length !== ids.length) {
    return ids.map((id) => unclear(id, `${nodes.length} answers came for ${ids.length} ids`));
  }

  const errors = new Map(reply.errors.map((error) => [placeOf(error), reply.answer.quote(error.message)]));
  const checkedAt = new Date().toISOString();
  return ids.map((id, at) => {
    const error = errors.get(at);
    return error === undefined ? answerOf(id, nodes[at] ?? null, checkedAt) : unclear(id, error);
  });
}

/** An answer without its data: by its errors, if they say more. */
function problemOf(reply: GraphQLReply): StoreProblem {
  const meaning = meaningOf(reply);
  if (meaning === null || meaning.kind === 'too_costly' || meaning.kind === 'inventory_denied') {
    return unreadable(reply.answer, 'is not what was asked for');
  }
  return meaning.kind === 'item_failed' ? meaning.problem : meaning;
}

function answerOf(id: string, node: Node, checkedAt: string): MissingAnswer {
  const evidence = { source: 'confirmation', checked_at: checkedAt } as const;
  if (node === null) return { external_id: id, answer: 'gone', evidence: { kind: 'not_found', ...evidence } };
  if (node.id !== productGid(id) || node.status === undefined) {
    return unclear(id, `the shop answered ${node.__typename} ${node.id}`);
  }
  if (node.status === 'ACTIVE') return { external_id: id, answer: 'alive' };
  return { external_id: id, answer: 'gone', evidence: { kind: 'unpublished', ...evidence, status: node.status } };
}

function unclear(id: string, detail: string): MissingAnswer {
  return { external_id: id, answer: 'unclear', detail };
}
