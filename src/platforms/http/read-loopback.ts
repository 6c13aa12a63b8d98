import { request } from 'undici';

/** It answers from memory. */
const PATIENCE_MS = 2_000;

/** The text that another part of this very process serves on the loopback interface. Throws when it does not answer. */
export async function readLoopback(port: number, path: string): Promise<string> {
  const { body } = await request(`http://127.0.0.1:${port}${path}`, {
    headersTimeout: PATIENCE_MS,
    bodyTimeout: PATIENCE_MS,
  });
  return await body.text();
}
