interface RunErrorFacts {
  /** For people, in Markdown: the table in `docs/operations.md` is made of these two. */
  happened: string;
  toDo: string;
  /**
   * `at_once`: by the activity within seconds, then by the run after its delays (5, 15, 45 minutes). `later`: by the run
   * alone. `never`: the run ends with it, because somebody has to mend it first or another run has taken over. `always`:
   * Temporal goes on trying, and the run has it only while it lasts.
   */
  retried: 'at_once' | 'later' | 'never' | 'always';
  /** Only the store's owner can mend it: the store becomes `needs_attention`, and schedules skip it. */
  marksStore: boolean;
}

/**
 * All that a run can fail with, or end with an error for. Whatever is decided by an error's type is decided here:
 * activities, workflows, the API's schema and the documents read this table, and a new type is a line in it.
 */
export const RUN_ERRORS = {
  store_credentials_rejected: {
    happened:
      '401 three times within 30 s, and connecting anew was refused, too: the message has the cause that it found; or Shopify refused the grant',
    toDo: 'the owner makes a new key or token; `POST /v1/stores` with it, then sync',
    retried: 'never',
    marksStore: true,
  },
  store_forbidden: {
    happened: '403, a missing scope, or an address that is not allowed (`STORE_PORTS`, `ALLOW_PRIVATE_STORES`)',
    toDo: 'grant what the message names (`read_products`; a WooCommerce user who sees products); connect again',
    retried: 'never',
    marksStore: true,
  },
  store_not_found: {
    happened:
      'the platform itself says that there is no such shop, or WooCommerce is switched off; or, on the last try of a full run, connecting anew found no shop; or the store was disconnected here, or its tenant is deleted',
    toDo: 'correct the address or mend the shop; connect again',
    retried: 'never',
    marksStore: true,
  },
  store_not_supported: {
    happened:
      'a run of mode `inventory` or `prices` of a store that cannot list these fields by themselves, or not any more: a WooCommerce without the list of all variations',
    toDo: 'use incremental and full syncs; or update the shop, and connect it again',
    retried: 'never',
    marksStore: false,
  },
  store_frozen: {
    happened: 'Shopify’s 402 (unpaid) or 423 (locked), or an inactive shop',
    toDo: 'the owner settles it with Shopify; then sync by hand',
    retried: 'never',
    marksStore: true,
  },
  store_unreachable: {
    happened:
      "DNS, network, time-out, certificate, 5xx, a firewall's or bot check's page, a refusal (401 to 404) in a body that is not the platform's, or a redirect to another origin; 6 tries, then the run's own",
    toDo: 'read the message: it names the side to look at. A firewall: allow-list the User-Agent that it names. A redirect: connect the address that it names. Then sync by hand',
    retried: 'at_once',
    marksStore: false,
  },
  store_answer_unreadable: {
    happened:
      'HTML or broken JSON where JSON was due, an error that is not known, or a listing beyond a [limit](#limits)',
    toDo: 'the message has the type and the first 80 characters. Usually a plugin or a maintenance page; of a limit, which one',
    retried: 'at_once',
    marksStore: false,
  },
  store_throttled: {
    happened: 'the store asked for more than an hour of waits in all, or for more than 200 of them',
    toDo: "sync at a quieter time; look for other apps that use the shop's limit",
    retried: 'later',
    marksStore: false,
  },
  database_unavailable: {
    happened: "PostgreSQL was away for longer than the activity's tries (about three minutes)",
    toDo: 'mend it; closing a run waits as long as it takes',
    retried: 'at_once',
    marksStore: false,
  },
  superseded: {
    happened:
      'a full sync took the place of a lesser one (`cancelled`); another run writes for this store now, its row was closed, or (approval) a later run that waits took its place; also after a database restore',
    toDo: 'nothing; look at the later run',
    retried: 'never',
    marksStore: false,
  },
  approval_expired: {
    happened: 'nobody decided within 7 days (`completed_with_errors`)',
    toDo: 'the next full sync asks again',
    retried: 'never',
    marksStore: false,
  },
  terminated: {
    happened:
      "the run, or the approval that it waited for, was ended from outside before it could close; told when it is read, by the hourly maintenance or by the store's next sync",
    toDo: 'sync the store again, or find out who did',
    retried: 'never',
    marksStore: false,
  },
  suspicious_change: {
    happened:
      'after at least 50 products, more than half of the prices fell to 0 or none, of the limited stocks to 0, or of the products became unreadable or unpublished. The page that showed it was not merged, earlier ones stay',
    toDo: 'look at the store. It is right: `POST /v1/sync-runs/<id>/approve` starts a run that goes through. It is not: mend it, sync again. Per store: `settings.suspicious_change` (`percent` 100 lets it off)',
    retried: 'never',
    marksStore: false,
  },
  store_changed_identity: {
    happened:
      'another shop answers under the address: on Shopify the shop id differs; on WooCommerce its home address does, and none of the three lowest known products was made when ours was. Nothing was merged or switched off',
    toDo: 'correct the address and connect again; or, when it is right, `POST /v1/sync-runs/<id>/approve`: the new shop is kept',
    retried: 'never',
    marksStore: false,
  },
  stuck: {
    happened:
      "Temporal cannot carry the workflow on: the workers' code does not fit its history (`TMPRL1100`), lacks the workflow or a step, or gives no answer. The run keeps its status and has this only while it lasts; told when it is read, and by the hourly maintenance",
    toDo: 'run workers with the code that began it, or [mend it forwards](#changing-a-workflow-that-is-in-flight). After a pause by Temporal itself: [reset it](#runs-that-do-not-go-on). Nobody can carry out a cancel meanwhile: `temporal workflow terminate` ends it at once',
    retried: 'always',
    marksStore: false,
  },
  internal: {
    happened: 'a fault of ours, a step without a sign of life, or sealed credentials that no key opens',
    toDo: "the worker's line `activity failed`; with a key fault see [Keys](#keys)",
    retried: 'later',
    marksStore: false,
  },
} as const satisfies Record<string, RunErrorFacts>;

export type RunErrorType = keyof typeof RUN_ERRORS;

export const RUN_ERROR_TYPES = Object.keys(RUN_ERRORS) as RunErrorType[];

export function isRunErrorType(type: string): type is RunErrorType {
  return Object.hasOwn(RUN_ERRORS, type);
}

/** What ends a run until a person accepts it: `approve` starts a new run that goes through. */
export const BRAKES = ['suspicious_change', 'store_changed_identity'] as const satisfies RunErrorType[];
export type Brake = (typeof BRAKES)[number];

/** What a step's failure tells beside its type: trying the run again cannot mend it, and which of its problems it is. */
export interface RunFailureDetails {
  isFinal: true;
  problem: 'parameters_ignored' | 'limit_met';
}

export interface RunError {
  type: RunErrorType;
  /** For people: which store, what happened, what was kept, what to do. */
  message: string;
  /** Which of the run's problems it is, where it is one. */
  problem?: RunFailureDetails['problem'];
}
