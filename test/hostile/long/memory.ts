export interface MemorySample {
  /** Since the beginning. */
  seconds: number;
  memory: number;
}

/** MB and part by which the last quarter may be above the third: bodies of 16 MB come and go. */
const MAY_GROW = { megabytes: 120, part: 0.2 } as const;

export interface MemoryReport {
  first: number;
  thirdQuarter: number;
  lastQuarter: number;
  most: number;
  grows: boolean;
}

/** How much a program holds, by the medians of quarters of the time: what is flat has the same in the last two. */
export function memoryReport(samples: readonly MemorySample[]): MemoryReport {
  const end = samples.at(-1)?.seconds ?? 0;
  const between = (from: number, to: number) =>
    median(samples.flatMap(({ seconds, memory }) => (seconds >= end * from && seconds <= end * to ? memory : [])));
  const thirdQuarter = between(0.5, 0.75);
  const lastQuarter = between(0.75, 1);
  const growth = lastQuarter - thirdQuarter;
  return {
    first: samples[0]?.memory ?? 0,
    thirdQuarter,
    lastQuarter,
    most: Math.max(0, ...samples.map(({ memory }) => memory)),
    grows: growth > MAY_GROW.megabytes && growth > thirdQuarter * MAY_GROW.part,
  };
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
