import type { Findings } from '../findings';
import { adminQuery } from '../world/admin-query';
import type { ChaosWorld } from '../world/start-world';
import { HINT_INVARIANTS } from './hint-invariants';
import { INVARIANTS } from './invariants';

const ALL = { ...INVARIANTS, ...HINT_INVARIANTS };

const MOST_TOLD = 5;

/** Answers how many invariants were looked at. */
export async function checkInvariants({ programs, stores }: ChaosWorld, findings: Findings): Promise<number> {
  const nameOf = (id: unknown) => stores.find((store) => store.id === id)?.name;
  for (const [invariant, statement] of Object.entries(ALL)) {
    const rows = await adminQuery(programs, statement);
    for (const row of rows.slice(0, MOST_TOLD)) {
      findings.report(`${invariant}: ${JSON.stringify({ store: nameOf(row.store_id), ...row })}`);
    }
    if (rows.length > MOST_TOLD) findings.report(`${invariant}: ${rows.length} in all`);
  }
  return Object.keys(ALL).length;
}
