/** Median and spread of a few rounds; means would follow the one round that something else disturbed. */
export interface Summary {
  median: number;
  least: number;
  most: number;
}

export function summaryOf(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(middle)] ?? Number.NaN, sorted[Math.ceil(middle)] ?? Number.NaN];
  return { median: (low + high) / 2, least: sorted[0] ?? Number.NaN, most: sorted.at(-1) ?? Number.NaN };
}

/** The value below which a share of all lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Round by round, because rounds of one number ran beside each other under the same load. */
export function ratios(of: readonly number[], to: readonly number[]): Summary {
  return summaryOf(of.flatMap((value, at) => (to[at] ? value / to[at] : [])));
}
