import type { Actor } from '../../logs/write-audit-log';
import type { TenantCaller } from './caller';

/** Who did it, for the audit log. A key's name is what its owner will recognise. */
export function actorOf(caller: TenantCaller) {
  return { kind: 'api_key', id: caller.key.id, name: caller.key.name } satisfies Actor;
}

export const OPERATOR: Actor = { kind: 'operator', id: null, name: null };
