/** What a chaos found wrong, and where to begin to look. */
export interface Findings {
  /** `at`: when it happened, where that is known; else the last event counts. */
  report(violation: string, at?: Date): void;
  /** The last event that had begun before. */
  began(index: number): void;
  violations(): string[];
}

export function collectFindings(seed: number): Findings {
  const beginnings: { index: number; at: number }[] = [];
  const violations: string[] = [];

  return {
    began: (index) => void beginnings.push({ index, at: Date.now() }),
    report(violation, at = new Date()) {
      const last = beginnings.findLast((beginning) => beginning.at <= at.getTime());
      violations.push(`seed ${seed}, after event ${last?.index ?? 'none'}, ${at.toISOString()}: ${violation}`);
    },
    violations: () => violations,
  };
}
