import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What is open costs memory, whether anything is asked on it or not: about 10 kB each. */
export const MOST_CONNECTIONS = 2_000;

/**
 * Keeps no more than so many connections. Beyond, the one goes that has waited longest for its caller, and where all are
 * busy the one that has been so longest: whoever opens connections and says nothing, or says it slowly, loses them, and not
 * those who come and ask.
 */
export function boundConnections(server: Server, most: number): void {
  const waiting = new Set<Socket>();
  /** With how many requests that are not answered yet. */
  const busy = new Map<Socket, number>();

  server.on('connection', (socket: Socket) => {
    const [longest] = waiting.size > 0 ? waiting : busy.keys();
    if (waiting.size + busy.size >= most) longest?.destroy();
    waiting.add(socket);
    socket.once('close', () => {
      waiting.delete(socket);
      busy.delete(socket);
    });
  });

  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    waiting.delete(socket);
    busy.set(socket, (busy.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (busy.get(socket) ?? 0) - 1;
      if (left > 0) {
        busy.set(socket, left);
      } else if (busy.delete(socket)) {
        waiting.add(socket);
      }
    });
  });
}
