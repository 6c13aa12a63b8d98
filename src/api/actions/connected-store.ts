import type { TenantSql } from '../../database/sql';
import type { AskedEntry } from '../../logs/audit-log';
import { askForRun, type StartAudit } from '../../runs/start-run';
import { getStore } from '../../stores/read-stores';
import type { Store } from '../../stores/store';
import { noSuchStore, type Problem, storeDisconnected } from '../http/problem';

/** A store of the caller's that can be synced; a problem when there is none with that id, or it was disconnected. */
export async function connectedStore(
  sql: TenantSql,
  storeId: string,
): Promise<{ kind: 'store'; store: Store } | Problem> {
  const store = await getStore(sql, storeId);
  if (!store) return noSuchStore(storeId);
  return store.status === 'disconnected' ? storeDisconnected(storeId) : { kind: 'store', store };
}

/** The same, of which a run is asked for. */
export async function askOfConnectedStore(
  sql: TenantSql,
  storeId: string,
  audit: StartAudit,
): Promise<{ kind: 'store'; store: Store; asked: AskedEntry } | Problem> {
  const found = await connectedStore(sql, storeId);
  return found.kind === 'problem' ? found : { ...found, asked: await askForRun(sql, found.store, audit) };
}
