import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { unreadable } from '../../http/problem-of-answer';
import type { Quote } from '../../http/quote';
import { BODY_LIMITS, MOST_OF_A_PAGE, pageTooLarge, sendToStore } from '../../http/send-to-store';
import type { StoreAnswer } from '../../http/store-answer';
import type { StoreProblem } from '../../problem';
import type { StoreAccess } from '../../store-platform';
import { API_VERSION, adminAddress, adminSurroundings } from '../admin-address';
import { currentToken } from '../authentication/current-token';
import { type ShopifyCredentials, secretsOf } from '../credentials';
import { ALL_FIELDS, type FieldSet, WITHOUT_INVENTORY_ITEMS } from '../queries/product-fields';
import type { ShopifySurroundings } from '../settings';
import { type GraphQLReply, graphQLReply, isThrottled, meaningOf, type Refusal } from './graphql-reply';
import { observePointsLeft } from './points-left';
import { mostPoints, type ThrottleReading, waitForPoints } from './throttle';

/** Longer waits are the caller's, so that no place of a worker is held by a sleeping request. */
const LONGEST_OWN_WAIT_MS = 1_000;

/** THROTTLED comes as HTTP 200 and may leave out what the request costs. */
const WAIT_AFTER_REFUSAL_MS = 1_000;

/** Somebody else may empty the bucket while we wait for it to fill. */
const MOST_REFUSALS = 5;

/** In the middle of an answer: a Standard bucket fills in 20 s, those of the other plans no slower. */
const LONGEST_WAIT_IN_THE_MIDDLE_MS = 30_000;

/** The points of a question without a listing. */
const FEW_POINTS = 10;

/** What is assumed at most of a listing before an answer has told its cost: Shopify publishes no formula. */
const MOST_ASSUMED_POINTS = 400;

/** What a listing lists: its cost is learned for each kind, by the item. */
export type Listed = 'product' | 'variant' | 'media' | 'collection' | 'status' | 'lean_product' | 'lean_variant';

export interface Question<Data> {
  document: (fields: FieldSet) => string;
  variables?: Record<string, unknown>;
  /** How many of what are asked for. */
  size?: { of: Listed; count: number };
  shape: z.ZodType<Data>;
  /** Of the answer; a page's when absent. */
  mostBytes?: number;
}

/** One call of the store's interface: what it costs, and what it may do. */
export interface Task {
  signal: AbortSignal;
  /** The share of the bucket that it leaves untouched. */
  leaves: number;
  requests: number;
  throttledMs: number;
  /** Characters of its answers. */
  size: number;
  /**
   * Set while an answer is half read. To give it up would cost its points again at the next try, for ever in a bucket
   * that is too small for the whole; so longer waits are slept then, not answered.
   */
  holdsHalfAnAnswer: boolean;
}

export function startTask(signal: AbortSignal, leaves = 0): Task {
  return { signal, leaves, requests: 0, throttledMs: 0, size: 0, holdsHalfAnAnswer: false };
}

export interface Answered<Data> {
  kind: 'data';
  data: Data;
  /** The store's clock, RFC 3339 UTC. */
  date: string | null;
  /** Differs from the asked one when Shopify no longer serves it ("falls forward"). */
  apiVersion: string | null;
  quote: Quote;
}

/** What later requests go by; small enough to travel in a cursor. */
export interface Learned {
  fields: FieldSet;
  bucket: ThrottleReading | null;
  /** Requested points an item. */
  points: Partial<Record<Listed, number>>;
}

export interface AdminApi {
  /** The data whole, or what came instead: errors beside data are a failure. */
  ask<Data>(question: Question<Data>, task: Task): Promise<Answered<Data> | Refusal | StoreProblem>;
  /** For who wants to look at errors beside data. */
  exchange(question: Omit<Question<unknown>, 'shape'>, task: Task): Promise<GraphQLReply | StoreProblem>;
  /** See `StoreAccess`. */
  readonly isLastTry: boolean;
  /** How many items of a kind fit into one request, by what earlier ones cost. */
  fitting(of: Listed, task: Task): number;
  readonly learned: Learned;
}

/** Shopify's GraphQL Admin API of one shop, within its throttle. */
export function adminApi(access: StoreAccess<ShopifyCredentials>, surroundings: ShopifySurroundings): AdminApi {
  const url = adminAddress(access.credentials.shop_domain, `api/${API_VERSION}/graphql.json`, surroundings);
  const token = currentToken(access, surroundings);
  const learned: Learned = { fields: ALL_FIELDS, bucket: null, points: {} };

  async function ask<Data>(question: Question<Data>, task: Task): Promise<Answered<Data> | Refusal | StoreProblem> {
    const reply = await exchange(question, task);
    if (reply.kind === 'unreadable' && reply.cause === 'too_large') return { kind: 'too_costly', detail: reply.detail };
    if (reply.kind !== 'reply') return reply;

    const meaning = meaningOf(reply);
    if (meaning?.kind === 'inventory_denied' && learned.fields.inventoryItems) {
      learned.fields = WITHOUT_INVENTORY_ITEMS;
      return ask(question, task);
    }
    if (meaning !== null) return meaning;

    const data = question.shape.safeParse(reply.data);
    if (!data.success) return unreadable(reply.answer, 'is not what was asked for');
    return {
      kind: 'data',
      data: data.data,
      date: reply.answer.date,
      apiVersion: servedVersion(reply.answer),
      quote: reply.answer.quote,
    };
  }

  async function exchange(question: Omit<Question<unknown>, 'shape'>, task: Task) {
    for (let refusals = 0; ; refusals++) {
      const points = expectedPoints(question.size);
      const shortest = refusals === 0 ? 0 : WAIT_AFTER_REFUSAL_MS;
      const wait = Math.max(shortest, waitForPoints(learned.bucket, points, task.leaves, Date.now()));
      if (wait > 0) {
        const longest = task.holdsHalfAnAnswer ? LONGEST_WAIT_IN_THE_MIDDLE_MS : LONGEST_OWN_WAIT_MS;
        if (wait > longest || refusals > MOST_REFUSALS) return throttled(wait, points);
        // Aborted, it throws the reason of the signal, as a request does.
        await sleep(wait, undefined, { signal: task.signal }).catch(() => task.signal.throwIfAborted());
        task.throttledMs += wait;
        access.traffic?.waited(wait);
      }
      const reply = await sendAuthorised(question, task);
      if (reply.kind !== 'reply') return reply;
      learnFrom(reply, question.size);
      // A refusal tells what the request costs: the next round computes the wait from that.
      if (!isThrottled(reply)) return reply;
    }
  }

  /** A 401 of a token that can be renewed is asked once more; any other is the shop's last word. */
  async function sendAuthorised(question: Omit<Question<unknown>, 'shape'>, task: Task) {
    const accessToken = await token.get(task.signal);
    if (typeof accessToken !== 'string') return accessToken;
    const reply = await send(question, accessToken, task);
    if (reply.kind !== 'credentials_rejected') return reply;

    const renewed = await token.replace(accessToken, task.signal);
    if (renewed === null) return reply;
    return typeof renewed === 'string' ? send(question, renewed, task) : renewed;
  }

  async function send(
    { document, variables, mostBytes = BODY_LIMITS.page }: Omit<Question<unknown>, 'shape'>,
    accessToken: string,
    task: Task,
  ) {
    if (task.size > MOST_OF_A_PAGE) return pageTooLarge();
    task.requests++;
    const answer = await sendToStore(
      {
        platform: 'shopify',
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json', 'x-shopify-access-token': accessToken },
        body: JSON.stringify({ query: document(learned.fields), variables }),
        signal: task.signal,
        secrets: [...secretsOf(access.credentials), accessToken],
        mostBytes,
        traffic: access.traffic,
      },
      adminSurroundings(surroundings),
    );
    if (answer.kind !== 'answer') return answer;
    task.size += answer.text.length;
    return graphQLReply(answer);
  }

  function learnFrom({ cost }: GraphQLReply, size: Question<unknown>['size']): void {
    if (cost === null) return;
    learned.bucket = { ...cost.throttleStatus, readAt: Date.now() };
    observePointsLeft(learned.bucket);
    if (size !== undefined && cost.requestedQueryCost !== null) {
      learned.points[size.of] = cost.requestedQueryCost / size.count;
    }
  }

  function expectedPoints(size: Question<unknown>['size']): number {
    if (size === undefined) return FEW_POINTS;
    const each = learned.points[size.of];
    if (each !== undefined) return each * size.count;
    return Math.min(FEW_POINTS + size.count, MOST_ASSUMED_POINTS, mostPoints(learned.bucket, 0) / 2);
  }

  function throttled(waitMs: number, points: number): StoreProblem {
    const available = learned.bucket?.currentlyAvailable ?? 'unknown';
    const detail = `${access.credentials.shop_domain} throttles: about ${Math.ceil(points)} points are needed, ${available} were left`;
    return { kind: 'throttled', waitMs, detail };
  }

  function fitting(of: Listed, task: Task): number {
    const each = learned.points[of];
    return each === undefined ? Number.POSITIVE_INFINITY : Math.floor(mostPoints(learned.bucket, task.leaves) / each);
  }

  return { ask, exchange, fitting, learned, isLastTry: access.isLastTry ?? false };
}

function servedVersion(answer: StoreAnswer): string | null {
  return answer.header('x-shopify-api-version');
}
