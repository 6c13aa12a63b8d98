import { type ClientRequest, request } from 'node:http';
import type { WebhookRequest } from './webhook-requests';

export type Sender = {
  /** The status that was answered; null when none was: refused, cut off or too late. Never throws. */
  send(message: WebhookRequest): Promise<number | null>;
  /** Breaks off what is under way; nothing is sent afterwards. */
  close(): void;
};

/** WooCommerce waits for 60 s; a test has no time for that, and the receiver must answer sooner in any case. */
const TIMEOUT_MS = 5_000;

/** A simulator calls nobody but this machine: elsewhere nobody answers. */
const REACHED = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Sends as WordPress does: a connection for each request, redirects not followed. */
export function webhookSender(timeoutMs = TIMEOUT_MS): Sender {
  const underWay = new Set<ClientRequest>();
  let isClosed = false;

  function send({ url, headers, body }: WebhookRequest): Promise<number | null> {
    const { protocol, hostname, host } = new URL(url);
    if (isClosed || protocol !== 'http:' || !REACHED.has(hostname)) return Promise.resolve(null);
    return new Promise((resolve) => {
      let status: number | null = null;
      const sent = request(url, { method: 'POST', headers: { Host: host, ...headers }, agent: false }, (response) => {
        response.once('end', () => {
          status = response.statusCode ?? null;
        });
        response.resume();
      });
      const tooLate = setTimeout(() => sent.destroy(), timeoutMs);
      underWay.add(sent);
      sent.once('error', () => sent.destroy());
      sent.once('close', () => {
        clearTimeout(tooLate);
        underWay.delete(sent);
        resolve(status);
      });
      sent.end(body);
    });
  }

  return {
    send,
    close() {
      isClosed = true;
      for (const sent of underWay) sent.destroy();
    },
  };
}
