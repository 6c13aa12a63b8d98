import { z } from 'zod';
import type { Terminal } from '../servers/terminal';
import type { ConnectedDemo } from './connect-demo';
import { type FollowedRun, followRuns } from './follow-runs';

const Accepted = z.object({ run_id: z.string() });

/** Syncs the demo stores and shows how it goes; a run that fails is a state like any other. */
export async function syncDemo(demo: ConnectedDemo, terminal: Terminal, signal: AbortSignal): Promise<FollowedRun[]> {
  const { api, stores } = demo;
  const started = await Promise.all(
    stores.map(async ({ id, platform, name }) => {
      const { run_id } = await api.post(`/v1/catalog/sync/${platform}`, Accepted, { store_id: id });
      return { storeName: name, runId: run_id };
    }),
  );
  return followRuns(started, api, terminal, signal);
}
