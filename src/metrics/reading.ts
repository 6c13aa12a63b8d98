import type { SystemSql } from '../database/sql';

/** A gauge that says what the database knows; its HELP text is for people, and stands in docs/operations.md. */
export interface DatabaseGauge<Label extends string = string> {
  name: `catalog_sync_${string}`;
  help: string;
  labels: readonly Label[];
}

export interface Sample {
  gauge: DatabaseGauge;
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** One question to the database, and the gauges that its answer sets. What it does not answer, there is none of. */
export interface Reading {
  gauges: readonly DatabaseGauge[];
  read(sql: SystemSql): Promise<Sample[]>;
}

export const sample = (gauge: DatabaseGauge, value: number, labels: Sample['labels'] = {}): Sample => ({
  gauge,
  labels,
  value,
});
