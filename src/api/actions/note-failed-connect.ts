import type { Platform } from '../../model/platform';
import { platforms } from '../../platforms/platforms';
import type { StoreProblem } from '../../platforms/problem';
import { actorOf, type TenantCaller } from '../http/caller';
import { blockOf } from '../http/client-address';
import type { RouteServices } from '../http/services';

/** Where somebody tried to connect a store in vain: its host alone, for a path may hold a key (I8). */
export function noteFailedConnect(
  { attempts }: RouteServices,
  caller: TenantCaller,
  { platform, credentials, check }: { platform: Platform; credentials: unknown; check: boolean },
  { kind }: StoreProblem,
): void {
  const address = platforms[platform].address(credentials);
  const host = URL.canParse(address) ? new URL(address).host : address;
  const actor = actorOf(caller);
  attempts.note({
    action: 'store_connect_failed',
    kind: JSON.stringify([platform, host, kind]),
    tenantId: caller.tenant.id,
    actor,
    block: actor.address && blockOf(actor.address),
    metadata: { platform, host, reason: kind, ...(check && { check }) },
  });
}
