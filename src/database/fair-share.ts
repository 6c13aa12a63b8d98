/** Somebody's own requests hold all that one may hold, and none ended in time. */
export class ShareExceeded extends Error {
  override name = 'ShareExceeded';
}

/** Beyond them there is no use in waiting: the last would wait longer than it may. */
const MOST_WAITING = 200;

interface Share {
  held: number;
  waiting: (() => void)[];
}

/**
 * Lets each do so many things at a time of what all share, and wait for the next up to `patienceMs`: a tenant whose
 * searches take seconds waits for itself, and nobody else does.
 */
export function fairShare(most: number, patienceMs: number) {
  const shares = new Map<string, Share>();

  function giveBack(who: string, share: Share): void {
    const next = share.waiting.shift();
    if (next !== undefined) {
      next();
      return;
    }
    share.held--;
    if (share.held === 0) shares.delete(who);
  }

  return async function inShare<Result>(who: string, work: () => Promise<Result>): Promise<Result> {
    const share = shares.get(who) ?? { held: 0, waiting: [] };
    shares.set(who, share);
    if (share.held < most) share.held++;
    else await turn(share, patienceMs);
    try {
      return await work();
    } finally {
      giveBack(who, share);
    }
  };
}

function turn(share: Share, patienceMs: number): Promise<void> {
  if (share.waiting.length >= MOST_WAITING) return Promise.reject(new ShareExceeded('too many requests wait'));
  return new Promise((resolve, reject) => {
    const isNext = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      share.waiting.splice(share.waiting.indexOf(isNext), 1);
      reject(new ShareExceeded(`no request ended within ${patienceMs} ms`));
    }, patienceMs);
    share.waiting.push(isNext);
  });
}
