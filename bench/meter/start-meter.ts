import { readProcesses, resetPeak, treeOf } from './processes';

/** The processes of a run by what they are: `worker`, `PostgreSQL`, `Temporal`, `stores`, `contestant`. */
export type Metered = Record<string, number>;

export interface Use {
  cpuSeconds: Record<string, number>;
  /** Resident memory; of PostgreSQL the private memory of all its processes, without the shared buffers. */
  peakMegabytes: Record<string, number>;
  /** Of the group that was asked for: seconds and megabytes. */
  curve: [number, number][];
}

const SAMPLE_MS = 250;
const MEGABYTE = 1024 * 1024;
const SHARES_MEMORY = 'PostgreSQL';

/** Watches processes with all that they start until it is stopped. */
export function startMeter(metered: Metered, curveOf?: string): { stop(): Use } {
  const names = Object.keys(metered);
  const before = read(metered);
  const peaks: Record<string, number> = {};
  const curve: [number, number][] = [];
  const startedAt = performance.now();
  for (const pid of Object.values(metered)) resetPeak(pid);

  function sample(): void {
    const now = read(metered);
    for (const name of names) peaks[name] = Math.max(peaks[name] ?? 0, now[name]?.megabytes ?? 0);
    if (curveOf) curve.push([Math.round((performance.now() - startedAt) / 1000), now[curveOf]?.megabytes ?? 0]);
  }
  const timer = setInterval(sample, SAMPLE_MS);

  return {
    stop() {
      clearInterval(timer);
      sample();
      const after = read(metered);
      const cpuSeconds: Record<string, number> = {};
      for (const name of names) {
        cpuSeconds[name] = round((after[name]?.cpuSeconds ?? 0) - (before[name]?.cpuSeconds ?? 0));
        // Single processes know their peak themselves, also the one between two samples.
        if (name !== SHARES_MEMORY) peaks[name] = Math.max(peaks[name] ?? 0, after[name]?.peakMegabytes ?? 0);
      }
      return { cpuSeconds, peakMegabytes: peaks, curve };
    },
  };
}

function read(metered: Metered): Record<string, { cpuSeconds: number; megabytes: number; peakMegabytes: number }> {
  const all = readProcesses();
  return Object.fromEntries(
    Object.entries(metered).map(([name, pid]) => {
      const tree = treeOf(pid, all);
      const sum = (of: (use: (typeof tree)[number]) => number) => tree.reduce((total, use) => total + of(use), 0);
      const bytes = sum((use) => (name === SHARES_MEMORY ? use.privateBytes : use.residentBytes));
      const [root] = tree;
      return [
        name,
        {
          cpuSeconds: sum((use) => use.cpuSeconds),
          megabytes: Math.round(bytes / MEGABYTE),
          peakMegabytes: Math.round((root?.peakResidentBytes ?? 0) / MEGABYTE),
        },
      ];
    }),
  );
}

const round = (seconds: number) => Math.round(seconds * 100) / 100;
