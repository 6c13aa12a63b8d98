/** What a workload found, in the form in which it is printed, kept as JSON and written into the page. */
export interface WorkloadResult {
  name: string;
  title: string;
  tables: Table[];
  goals: Goal[];
  /** What has to be known to read the tables. */
  notes: string[];
  /** Everything measured, round by round. */
  data: unknown;
}

export interface Table {
  title: string;
  columns: string[];
  rows: string[][];
}

export interface Goal {
  what: string;
  atLeast: string;
  aim: string;
  measured: string;
  met: 'aim met' | 'met' | 'NOT MET' | 'not measured';
}
