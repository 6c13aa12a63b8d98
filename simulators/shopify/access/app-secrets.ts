import { randomBytes } from 'node:crypto';

/** The client secrets of the one app that a simulated shop knows; an app made in the admin has one as well. */
export type AppSecrets = {
  /** The newest. */
  readonly current: string;
  /** What signs: the oldest that was not revoked, so that a rotation breaks nobody. */
  readonly signing: string;
  accepts(secret: string): boolean;
  /** Adds a secret, which signs nothing before the old one is revoked; answers it. */
  rotate(): string;
  /** Leaves the newest alone. */
  revokeOld(): void;
};

export function appSecrets(first: string = newSecret()): AppSecrets {
  let signing = first;
  let current = first;

  return {
    get current() {
      return current;
    },
    get signing() {
      return signing;
    },
    accepts: (secret) => secret === current || secret === signing,
    rotate() {
      current = newSecret();
      return current;
    },
    revokeOld() {
      signing = current;
    },
  };
}

const newSecret = () => `shpss_${randomBytes(16).toString('hex')}`;
