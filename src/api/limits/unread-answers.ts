import type { Response } from 'express';

/** Answers that their callers have not taken yet. */
export interface UnreadAnswers {
  /** From when it is sent until it is gone. */
  hold(response: Response, bytes: number): void;
}

/** A page has 4 MB at most: of those that are read as they come few are here at a time. */
const MOST_BYTES = 128 * 1024 * 1024;

/**
 * An answer whose caller does not read it stays in memory. So it is given `patienceMs`, and where all of them together have
 * more than `mostBytes`, those go first that have waited longest; their connections are closed.
 */
export function unreadAnswers({
  patienceMs,
  mostBytes = MOST_BYTES,
}: {
  patienceMs: number;
  mostBytes?: number;
}): UnreadAnswers {
  const held = new Map<Response, number>();
  let total = 0;

  function letGo(response: Response): void {
    total -= held.get(response) ?? 0;
    held.delete(response);
  }

  function cut(response: Response): void {
    letGo(response);
    response.req.socket.destroy();
  }

  return {
    hold(response, bytes) {
      // Node tells no end of answers that wait behind another one on their connection.
      const end = setTimeout(() => cut(response), patienceMs).unref();
      held.set(response, bytes);
      total += bytes;
      response.once('close', () => {
        clearTimeout(end);
        letGo(response);
      });
      for (const [oldest] of held) {
        if (total <= mostBytes) return;
        cut(oldest);
      }
    },
  };
}
