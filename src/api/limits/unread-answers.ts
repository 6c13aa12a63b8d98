import type { Response } from 'express';
import type { Caller } from '../http/caller';
import { blockOf } from '../http/client-address';

/** Answers that their callers have not taken yet. */
export interface UnreadAnswers {
  /** From when it is sent until it is gone. */
  hold(response: Response, bytes: number): void;
}

/** A page has 4 MB at most: of those that are read as they come few are here at a time. */
const MOST_BYTES = 128 * 1024 * 1024;

interface Holder {
  hasKey: boolean;
  bytes: number;
  /** In the order in which they were sent. */
  answers: Map<Response, number>;
}

/**
 * An answer whose caller does not read it stays in memory. So it is given `patienceMs`, and where all of them together have
 * more than `mostBytes`, the oldest of the caller goes who holds the most: whoever reads slowly pays for it alone. Their
 * connections are closed.
 */
export function unreadAnswers({
  patienceMs,
  mostBytes = MOST_BYTES,
}: {
  patienceMs: number;
  mostBytes?: number;
}): UnreadAnswers {
  const holders = new Map<string, Holder>();
  let total = 0;

  function keep(who: string, hasKey: boolean, response: Response, bytes: number): void {
    const holder = holders.get(who) ?? { hasKey, bytes: 0, answers: new Map() };
    holders.set(who, holder);
    holder.answers.set(response, bytes);
    holder.bytes += bytes;
    total += bytes;
  }

  function letGo(who: string, response: Response): void {
    const holder = holders.get(who);
    const bytes = holder?.answers.get(response);
    if (holder === undefined || bytes === undefined) return;
    holder.answers.delete(response);
    holder.bytes -= bytes;
    total -= bytes;
    if (holder.answers.size === 0) holders.delete(who);
  }

  function cut(who: string, response: Response): void {
    letGo(who, response);
    response.req.socket.destroy();
  }

  function makeRoom(): void {
    while (total > mostBytes) {
      const [who, holder] = whoHoldsMost(holders) ?? [];
      const [oldest] = holder?.answers.keys() ?? [];
      if (who === undefined || oldest === undefined) return;
      cut(who, oldest);
    }
  }

  return {
    hold(response, bytes) {
      const caller: Caller = response.locals.caller ?? null;
      const who = caller === null ? `address ${blockOf(response.locals.clientAddress ?? '')}` : `key ${caller.key.id}`;
      // Node tells no end of answers that wait behind another one on their connection.
      const end = setTimeout(() => cut(who, response), patienceMs).unref();
      keep(who, caller !== null, response, bytes);
      response.once('close', () => {
        clearTimeout(end);
        letGo(who, response);
      });
      makeRoom();
    },
  };
}

/** Who has no key has any number of addresses: all of them together weigh as one key does. */
function whoHoldsMost(holders: ReadonlyMap<string, Holder>): [string, Holder] | null {
  let key: [string, Holder] | null = null;
  let address: [string, Holder] | null = null;
  let ofAddresses = 0;
  for (const each of holders) {
    const [, { hasKey, bytes }] = each;
    if (hasKey) {
      if (bytes > (key?.[1].bytes ?? -1)) key = each;
    } else {
      ofAddresses += bytes;
      if (bytes > (address?.[1].bytes ?? -1)) address = each;
    }
  }
  return ofAddresses > (key?.[1].bytes ?? -1) ? address : key;
}
