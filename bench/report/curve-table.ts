import type { Table } from './result';

type Curve = readonly [number, number][];

/** As many points as a table can show. */
const POINTS = 12;

/** The worker's memory over runs: whether it grows with what it reads. */
export function curveTable(curves: readonly (readonly [string, Curve])[]): Table {
  return {
    title: 'Worker memory over the run (second: MB)',
    columns: ['run', 'curve'],
    rows: curves.map(([name, curve]) => [
      name,
      thinned(curve)
        .map(([at, size]) => `${at}: ${size}`)
        .join(', '),
    ]),
  };
}

function thinned(curve: Curve): Curve {
  const every = Math.max(1, Math.ceil(curve.length / POINTS));
  return curve.filter((_, at) => at % every === 0);
}
