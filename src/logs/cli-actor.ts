import { userInfo } from 'node:os';
import type { AuditActor } from './audit-log';

/** Whoever runs a program of ours, by the name that the machine has for them. */
export function cliActor(): AuditActor {
  return { kind: 'cli', id: null, name: userName(), address: null, requestId: null };
}

/** Containers run programs as users of whom the machine knows no name. */
function userName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
