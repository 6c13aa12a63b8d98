import { Agent, type ClientRequest, request } from 'node:http';

/** A status, or why there was none. */
export type PostAnswer = { status: number } | { error: string };

export type Poster = {
  post(address: string, headers: Record<string, string>, body: string): Promise<PostAnswer>;
  /** Breaks off what is under way. */
  end(): void;
};

/** A simulator calls nobody but this machine: elsewhere nobody answers. */
const REACHED = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** More wait for a free one: a storm against a slow receiver would use up the machine's sockets. */
const MOST_SOCKETS = 64;

/** Posts deliveries. A new connection each: one that is kept may be closed by the other side just when it is used. */
export function deliveryPoster(answerLimitMs: number): Poster {
  const agent = new Agent({ maxSockets: MOST_SOCKETS });
  const underWay = new Set<ClientRequest>();

  function post(address: string, headers: Record<string, string>, body: string): Promise<PostAnswer> {
    const { protocol, hostname } = new URL(address);
    if (protocol !== 'http:' || !REACHED.has(hostname)) return Promise.resolve({ error: 'lies beyond this machine' });
    return new Promise((resolve) => {
      const length = String(Buffer.byteLength(body));
      const sent = request(address, { method: 'POST', agent, headers: { ...headers, 'content-length': length } });
      underWay.add(sent);
      let limit: NodeJS.Timeout | undefined;
      const over = (answer: PostAnswer) => {
        clearTimeout(limit);
        underWay.delete(sent);
        resolve(answer);
      };
      // From the socket on: to wait for a free one is no fault of the receiver.
      sent.once('socket', () => {
        limit = setTimeout(() => sent.destroy(new Error(`no answer within ${answerLimitMs} ms`)), answerLimitMs);
      });
      sent.on('error', ({ message }) => over({ error: message }));
      sent.once('response', (response) => {
        response.resume();
        over({ status: response.statusCode ?? 0 });
      });
      sent.end(body);
    });
  }

  return {
    post,
    end() {
      for (const sent of underWay) sent.destroy(new Error('the simulator was closed'));
      agent.destroy();
    },
  };
}
