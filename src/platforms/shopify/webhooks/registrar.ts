import { z } from 'zod';
import { BODY_LIMITS } from '../../http/send-to-store';
import type { StoreProblem } from '../../problem';
import type { RegisteredWebhook, WebhookRefusal, WebhookRegistrar } from '../../webhooks';
import { createWebhookSubscription, deleteWebhookSubscription, webhookSubscriptions } from '../queries/webhooks';
import { type AdminApi, type Answered, type Question, startTask } from '../requests/admin-api';
import { refusalAsProblem } from '../requests/ask-smaller';
import { ShopCursor } from '../requests/shop-cursor';
import { enumOf, fieldsOf, scopeOf, topicOf } from './topics';

const MOST_PAGES = 20;

const Id = z.string().regex(/^gid:\/\/shopify\/WebhookSubscription\/\d{1,30}$/);

const Subscriptions = z.object({
  webhookSubscriptions: z.object({
    nodes: z.array(z.object({ id: Id, topic: z.string().max(200), uri: z.string() })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: ShopCursor.nullable() }),
  }),
});

const UserErrors = z.array(z.object({ field: z.array(z.string()).nullish(), message: z.string() }));

const Created = z.object({
  webhookSubscriptionCreate: z
    .object({ webhookSubscription: z.object({ id: Id }).nullable(), userErrors: UserErrors })
    .nullable(),
});

const Deleted = z.object({ webhookSubscriptionDelete: z.object({ userErrors: UserErrors }).nullable() });

/** Subscriptions of one shop, which Shopify signs with the app's secret and removes after 8 failures in a row. */
export function shopifyRegistrar(api: AdminApi): WebhookRegistrar {
  const list: WebhookRegistrar['list'] = async (signal) => {
    const webhooks = new Map<string, RegisteredWebhook>();
    let after: string | null = null;
    for (let page = 1; page <= MOST_PAGES; page++) {
      const question: Question<z.infer<typeof Subscriptions>> = {
        document: webhookSubscriptions,
        variables: { after },
        shape: Subscriptions,
        mostBytes: BODY_LIMITS.facts,
      };
      const answer = refusalAsProblem(await api.ask(question, startTask(signal)));
      if (answer.kind !== 'data') return answer;
      const { nodes, pageInfo } = answer.data.webhookSubscriptions;
      for (const { id, topic, uri } of nodes) {
        // It has none that are switched off: those are gone.
        webhooks.set(id, { externalId: id, topic: topicOf(topic), deliveryUrl: uri, isActive: true });
      }
      if (!pageInfo.hasNextPage || pageInfo.endCursor === null || pageInfo.endCursor === after) break;
      after = pageInfo.endCursor;
    }
    return { kind: 'listed', webhooks: [...webhooks.values()] };
  };

  return {
    list,

    async register({ topic, deliveryUrl, signal }) {
      const includeFields = fieldsOf(topic);
      const webhook = { uri: deliveryUrl, format: 'JSON', ...(includeFields && { includeFields }) };
      const variables = { topic: enumOf(topic), webhook };
      const question = { document: createWebhookSubscription, variables, shape: Created };
      const answer = refusalAsProblem(await api.ask(question, startTask(signal)));
      if (answer.kind === 'forbidden') return notAllowed(topic, answer.detail);
      if (answer.kind !== 'data') return answer;

      const made = answer.data.webhookSubscriptionCreate;
      if (made?.webhookSubscription) return { kind: 'registered', externalId: made.webhookSubscription.id };
      const [error] = made?.userErrors ?? [];
      if (error === undefined) return silent('did not make the webhook, and does not say why');
      if (!TAKEN.test(error.message)) return refusalOf(topic, error, answer);
      const listed = await list(signal);
      if (listed.kind !== 'listed') return listed;
      const there = listed.webhooks.find((each) => each.topic === topic && each.deliveryUrl === deliveryUrl);
      if (there === undefined) return silent('says that it has the webhook, and does not list it');
      return { kind: 'registered', externalId: there.externalId };
    },

    async remove({ externalId, signal }) {
      const question = { document: deleteWebhookSubscription, variables: { id: externalId }, shape: Deleted };
      const answer = refusalAsProblem(await api.ask(question, startTask(signal)));
      if (answer.kind !== 'data') return answer;
      const [error] = answer.data.webhookSubscriptionDelete?.userErrors ?? [];
      if (error === undefined || GONE.test(error.message)) return { kind: 'removed' };
      return silent(`does not delete the webhook: ${answer.quote(error.message)}`);
    },
  };
}

/** Shopify's words have no codes. */
const TAKEN = /already been taken/i;
const GONE = /not found|not exist/i;

function refusalOf(
  topic: string,
  { field, message }: z.infer<typeof UserErrors>[number],
  { quote }: Pick<Answered<unknown>, 'quote'>,
): WebhookRefusal {
  const said = `Shopify: ${quote(message)}`;
  const isOfAddress = (field ?? []).some((name) => /^(uri|callbackUrl|address)$/.test(name));
  return isOfAddress ? { kind: 'refused', why: 'address', detail: said } : notAllowed(topic, said);
}

function notAllowed(topic: string, said: string): WebhookRefusal {
  const scope = scopeOf(topic);
  const advice =
    scope === null ? '' : `; it needs the scope ${scope}: grant it to the app, then connect the store again`;
  return { kind: 'refused', why: 'topic', detail: `${said}${advice}` };
}

function silent(what: string): StoreProblem {
  return { kind: 'unreadable', status: 200, detail: `Shopify ${what}` };
}
