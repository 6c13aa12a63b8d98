import { createServer } from 'node:net';

/**
 * The preferred port when nobody listens there, else a free one, which is then said. Between the answer and its use
 * somebody else may take the port: the program that listens there then fails with its own message.
 */
export async function choosePort(what: string, preferred: number, say: (line: string) => void): Promise<number> {
  if (await isFree(preferred)) return preferred;
  const port = await freePort();
  say(`port ${preferred} is taken: ${what} uses ${port}`);
  return port;
}

/** Any port of 127.0.0.1 on which nobody listens. */
export async function freePort(): Promise<number> {
  const port = await tryListening(0);
  if (port === null) throw new Error('no free port on 127.0.0.1');
  return port;
}

async function isFree(port: number): Promise<boolean> {
  return (await tryListening(port)) !== null;
}

function tryListening(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}
