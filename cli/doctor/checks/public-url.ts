import { z } from 'zod';
import { reasonOf } from '../../../src/process/reason-of';
import { VERSION } from '../../../src/process/version';
import { type Check, failed, ok, warn } from '../check';

const LONGEST_MS = 10_000;
const MOST_BYTES = 5_000_000;
const ADVICE = 'Let DNS, certificate and proxy lead PUBLIC_URL to the API: stores deliver their webhooks there.';

const Liveness = z.strictObject({ status: z.literal('up') });
const Description = z.looseObject({ info: z.looseObject({ title: z.string(), version: z.string() }) });

/** From this machine, which is not where stores ask from: a firewall in between is not seen. */
export const publicUrl: Check = {
  name: 'public url',
  needs: ['settings'],
  async look({ settings }) {
    const url = settings?.publicUrl ?? null;
    if (url === null) {
      return warn(
        'PUBLIC_URL is not set',
        'No webhooks are registered without it: news comes by the incremental syncs.',
      );
    }
    const alive = await answerOf(`${url}/healthz`);
    if (alive.kind === 'none') return failed(`${url} does not answer: ${alive.why}`, ADVICE);
    if (!Liveness.safeParse(alive.body).success) return failed(`what answers at ${url} is something else`, ADVICE);
    const described = await answerOf(`${url}/openapi.json`);
    const known = Description.safeParse(described.kind === 'answer' ? described.body : null);
    if (!known.success || known.data.info.title !== 'catalog-sync') {
      return failed(`what answers at ${url} is no catalog-sync`, ADVICE);
    }
    const { version } = known.data.info;
    return version === VERSION
      ? ok(`${url} answers, version ${version}`)
      : warn(
          `${url} answers with version ${version}, and this is ${VERSION}`,
          'Finish the upgrade, or look who answers.',
        );
  },
};

type Answer = { kind: 'answer'; body: unknown } | { kind: 'none'; why: string };

async function answerOf(url: string): Promise<Answer> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), LONGEST_MS);
  try {
    const response = await fetch(url, { redirect: 'manual', signal: late.signal });
    if (Number(response.headers.get('content-length') ?? 0) > MOST_BYTES) return { kind: 'answer', body: null };
    return { kind: 'answer', body: jsonOf(await response.text()) };
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    return { kind: 'none', why: late.signal.aborted ? `nothing within ${LONGEST_MS / 1_000} s` : reasonOf(cause) };
  } finally {
    clearTimeout(timer);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
