import { z } from 'zod';
import { problemOfAnswer, unreadable } from '../../http/problem-of-answer';
import { BODY_LIMITS, sendToStore } from '../../http/send-to-store';
import type { StoreAnswer } from '../../http/store-answer';
import type { StoreProblem } from '../../problem';
import { adminAddress, adminSurroundings } from '../admin-address';
import { type ClientCredentials, secretsOf } from '../credentials';
import type { ShopifySurroundings } from '../settings';

const Grant = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

/** Shopify answers these as JSON or as an HTML page, so they are looked for in the text. */
const REFUSALS: Record<string, string> = {
  app_not_installed: 'the app is not installed in this shop: install it from the Dev Dashboard, then try again',
  shop_not_permitted:
    "the shop is not in the app's own organisation, where client credentials do not work: use an access token instead",
  application_cannot_be_found: 'there is no app with this client_id',
  invalid_client: 'client_id and client_secret do not belong together',
};

/** A new token by the client-credentials grant: it lives for 24 hours and has no refresh token. */
export async function grantToken(
  credentials: ClientCredentials,
  surroundings: ShopifySurroundings,
  signal: AbortSignal,
): Promise<ClientCredentials | StoreProblem> {
  const { client_id, client_secret, shop_domain } = credentials;
  const asked = Date.now();
  const answer = await sendToStore(
    {
      platform: 'shopify',
      method: 'POST',
      url: adminAddress(shop_domain, 'oauth/access_token', surroundings),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'client_credentials', client_id, client_secret }),
      signal,
      secrets: secretsOf(credentials),
      mostBytes: BODY_LIMITS.facts,
    },
    adminSurroundings(surroundings),
  );
  if (answer.kind !== 'answer') return answer;

  const problem = refusedGrant(answer) ?? problemOfAnswer(answer);
  if (problem !== null) return problem;

  const grant = Grant.safeParse(parsed(answer.text));
  // Without an excerpt: the body may hold a token.
  if (!grant.success) return unreadable({ ...answer, text: '' }, 'is no access token grant');
  const { access_token, expires_in } = grant.data;
  return { ...credentials, access_token, expires_at: new Date(asked + expires_in * 1000).toISOString() };
}

function refusedGrant({ status, text, address }: StoreAnswer): StoreProblem | null {
  if (status !== 400 && status !== 401 && status !== 403) return null;
  const code = Object.keys(REFUSALS).find((each) => text.includes(each));
  if (code === undefined && status === 403) return null;
  const why = code === undefined ? 'client_id or client_secret is wrong' : REFUSALS[code];
  return { kind: 'credentials_rejected', detail: `${address} answered ${status}: ${why}` };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
