import { randomBytes } from 'node:crypto';

/** Why the shop refuses the client-credentials grant, whatever the client. */
export type GrantRefusal = 'app_not_installed' | 'shop_not_permitted';

/** The tokens of the one app that a simulated shop knows. */
export type AccessTokens = {
  /** The token of a custom app made in the admin: it never expires. */
  readonly permanent: string;
  accepts(token: string): boolean;
  /** A token of the client-credentials grant, which lives for the given seconds. */
  issue(lifeSeconds: number): string;
  /** Replaces the permanent token; the old one is refused from now on. */
  rotate(): string;
  /** Refuses every token issued so far. */
  revoke(): void;
};

export function accessTokens(first: string = newToken()): AccessTokens {
  let permanent = first;
  let permanentValid = true;
  const expiring = new Map<string, number>();

  return {
    get permanent() {
      return permanent;
    },
    accepts(token) {
      if (permanentValid && token === permanent) return true;
      return (expiring.get(token) ?? 0) > performance.now();
    },
    issue(lifeSeconds) {
      const token = newToken();
      expiring.set(token, performance.now() + lifeSeconds * 1000);
      return token;
    },
    rotate() {
      permanent = newToken();
      permanentValid = true;
      return permanent;
    },
    revoke() {
      permanentValid = false;
      expiring.clear();
    },
  };
}

const newToken = () => `shpat_${randomBytes(16).toString('hex')}`;
