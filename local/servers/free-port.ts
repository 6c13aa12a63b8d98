import { createServer } from 'node:net';

/** `mustBe`: somebody asked for this very port. */
export type ChoosePort = (what: string, preferred: number, mustBe?: boolean) => Promise<number>;

/**
 * Chooses ports: the preferred one when nobody listens there, else a free one, which is then said; none is given out
 * twice. Between the answer and its use somebody else may take the port: the program that listens there then fails
 * with its own message.
 *
 * @throws instead of choosing another one, where the port must be that one.
 */
export function portChooser(say: (line: string) => void): ChoosePort {
  const givenOut = new Set<number>();
  return async (what, preferred, mustBe = false) => {
    const isOurs = !givenOut.has(preferred) && (await isFree(preferred));
    if (!isOurs && mustBe)
      throw new Error(`port ${preferred} is taken: give ${what} another one, or end what listens there`);
    const port = isOurs ? preferred : await freePort();
    if (!isOurs) say(`port ${preferred} is taken: ${what} uses ${port}`);
    givenOut.add(port);
    return port;
  };
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
