import type { AlertKind } from '../../model/alerts/alert-kinds';
import type { AlertEvent, AlertMessage, ToldAlert } from '../../model/alerts/channels';

interface KindTexts {
  /** After the number of stores, one and many. */
  title: readonly [one: string, many: string];
  solved: readonly [one: string, many: string];
  kept: string;
  toDo: string;
  /** Of one store. */
  what(alert: ToldAlert): string;
}

const sentence = ({ facts }: ToldAlert): string => facts.message ?? 'No reason was told.';

/** All that people are told of alerts, in English. */
const TEXTS: Record<AlertKind, KindTexts> = {
  run_failed: {
    title: ['store cannot be synced', 'stores cannot be synced'],
    solved: ['store is synced again', 'stores are synced again'],
    kept: 'The catalogue keeps what it had; what a failed run had merged stays. Nothing was switched off.',
    toDo: 'Read the message and mend what it names, then sync by hand. Runs go on trying by themselves.',
    what: (alert) =>
      alert.facts.looks === undefined
        ? sentence(alert)
        : `${alert.facts.looks} looks in a row failed: ${sentence(alert)}`,
  },
  store_needs_attention: {
    title: ['store needs attention', 'stores need attention'],
    solved: ['store is well again', 'stores are well again'],
    kept: 'The catalogue keeps what it had. The store is not synced until it answers.',
    toDo: 'Its owner has to mend it: connect it again as the message says. It is looked at once a day meanwhile.',
    what: sentence,
  },
  approval_waiting: {
    title: ['store waits for an approval', 'stores wait for an approval'],
    solved: ['approval was decided', 'approvals were decided'],
    kept: 'Nothing was switched off. What the run read was merged.',
    toDo: 'Ask the merchant whether these products are gone, then approve or reject the run within 7 days.',
    what: () => 'Very many products are gone from the store: the brake holds them.',
  },
  unusual_change: {
    title: ['store changed unusually much', 'stores changed unusually much'],
    solved: ['store had no unusual change for a day', 'stores had no unusual change for a day'],
    kept: 'The change was merged, as the store said so.',
    toDo: 'Look at the store. If it is wrong, mend it there and sync again.',
    what: ({ facts }) =>
      `${facts.created ?? 0} products were created and ${facts.deactivated ?? 0} switched off, of about ${facts.products ?? 0}.`,
  },
  store_late: {
    title: ['store is late', 'stores are late'],
    solved: ['store is up to date again', 'stores are up to date again'],
    kept: 'The catalogue keeps what it had, as old as it is.',
    toDo: 'Many at once: look at the workers and at the schedule sync-due-stores. One: look at its runs.',
    what: ({ facts }) =>
      facts.last_at ? `It was last seen at ${facts.last_at}.` : 'It was not seen since it was connected.',
  },
  webhooks_in_trouble: {
    title: ['store refuses webhooks', 'stores refuse webhooks'],
    solved: ['store takes webhooks again', 'stores take webhooks again'],
    kept: 'Changes are found by incremental and full runs, later than by webhooks.',
    toDo: 'Grant what the message names, or enter the webhooks by hand.',
    what: sentence,
  },
  set_aside_grew: {
    title: ['store has many products set aside', 'stores have many products set aside'],
    solved: ['store has few products set aside again', 'stores have few products set aside again'],
    kept: 'The catalogue keeps what it knew of them; all others are synced.',
    toDo: 'The list of rejected products has each with its reason: mend them in the store. Every run tries them again.',
    what: ({ facts }) => `${facts.set_aside ?? 0} of about ${facts.products ?? 0} products cannot be read.`,
  },
};

const NOT_WATCHED: Record<string, string> = {
  paused: 'It was paused, and is not looked after meanwhile.',
  disconnected: 'It was disconnected.',
};

export interface AlertText {
  subject: string;
  /** One a store, of texts that stores and tenants wrote among others: whoever shows them escapes them. */
  stores: { name: string; what: string; links: Link[] }[];
  /** Stores that are not named. */
  more: number;
  kept: string;
  toDo: string;
}

interface Link {
  label: string;
  url: string;
}

/** Where people find more; null where it is not set. */
export interface LinkBases {
  publicUrl: string | null;
  /** With its namespace, for operators alone. */
  temporalUi: string | null;
}

/** Longer ones are cut: a message is read, and its end is in the API. */
const LONGEST = { name: 100, what: 500 } as const;

/** A message in words. */
export function textOf(message: AlertMessage, bases: LinkBases, isOperators: boolean): AlertText {
  const { kind, event, count, tenants, alerts } = message;
  const texts = TEXTS[kind];
  const [one, many] = event === 'solved' ? texts.solved : texts.title;
  const of = tenants > 1 ? ` of ${tenants} tenants` : '';
  const words = count === 1 ? `1 ${one}` : `${count} ${many}${of}`;
  return {
    subject: `${PREFIX[event]}${words}`,
    stores: alerts.map((alert) => ({
      name: cut(isOperators ? `${alert.store_name} (${alert.tenant_name})` : alert.store_name, LONGEST.name),
      what: cut(event === 'solved' ? solvedText(alert) : texts.what(alert), LONGEST.what),
      links: linksOf(alert, isOperators ? bases : { ...bases, temporalUi: null }),
    })),
    more: count - alerts.length,
    kept: event === 'solved' ? '' : texts.kept,
    toDo: event === 'solved' ? '' : texts.toDo,
  };
}

const PREFIX: Record<AlertEvent, string> = { opened: '', reminder: 'Still: ', solved: 'Solved: ' };

function solvedText({ opened_at, solved_why }: ToldAlert): string {
  return `${NOT_WATCHED[solved_why ?? ''] ?? 'It is right again.'} It was open since ${opened_at}.`;
}

function linksOf({ facts, store_id, platform }: ToldAlert, { publicUrl, temporalUi }: LinkBases): Link[] {
  const { run_id: run } = facts;
  const workflow = encodeURIComponent(`sync-products/${platform}/${store_id}`);
  return [
    ...(publicUrl === null ? [] : [{ label: 'Store', url: `${publicUrl}/v1/stores/${store_id}` }]),
    ...(publicUrl === null || run === undefined ? [] : [{ label: 'Run', url: `${publicUrl}/v1/sync-runs/${run}` }]),
    ...(temporalUi === null || run === undefined
      ? []
      : [{ label: 'Temporal', url: `${temporalUi}/workflows/${workflow}/${run}` }]),
  ];
}

function cut(text: string, most: number): string {
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

/** What a test says. */
export const TEST_TEXT: AlertText = {
  subject: 'Test: alerts of catalog-sync arrive here',
  stores: [],
  more: 0,
  kept: '',
  toDo: 'Nothing. Somebody asked for this message.',
};
