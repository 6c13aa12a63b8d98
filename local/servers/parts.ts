import { type ChildProgram, type StartProgram, startProgram } from './child-program';
import type { ProcessGuard } from './process-guard';
import type { Terminal } from './terminal';

/** The order in which parts end, and how long each may take before it is killed: 9.5 s in all. */
const ENDING = [
  { name: 'the API', graceMs: 1_200 },
  { name: 'the worker', graceMs: 3_000 }, // a page in work may be finished; what is not, the next start goes on with
  { name: 'the WooCommerce simulator', graceMs: 200 },
  { name: 'the Shopify simulator', graceMs: 200 },
  { name: 'Temporal', graceMs: 2_500 }, // idle it needs 1.2 s
  { name: 'PostgreSQL', graceMs: 2_400 },
] as const;

/** Even in a hurry: with the checkpoint the next start has nothing to recover. */
const HURRIED_POSTGRES_MS = 1_000;

export interface Parts {
  /** Its `name` is one of those that end in order. */
  start: StartProgram;
  /** From now on the program is started again when it dies: it has shown that it can start. */
  keep(program: ChildProgram): void;
  /** Ends every part, one after the other. */
  end(): Promise<void>;
  /** Ends what is left at once. */
  hurry(): Promise<void>;
}

/** The programs of local mode: all are started here, so that whatever happens all of them are ended. */
export function localParts(guard: ProcessGuard, { say }: Terminal): Parts {
  const programs = new Map<string, ChildProgram>();
  const kept = new Set<ChildProgram>();
  let isEnding = false;

  const start: StartProgram = (spec) => {
    if (isEnding) throw new Error(`${spec.name} is not started any more`);
    const onUnexpectedEnd = (ended: string): boolean => {
      if (!kept.has(program)) return false;
      const byItself = ended.includes('exit code');
      say(`${ended}: it is started again.${byItself ? ` Its last lines:\n${program.lastLines(6)}` : ''}`);
      return true;
    };
    const program = startProgram({ ...spec, guard, onUnexpectedEnd });
    programs.set(spec.name, program);
    return program;
  };

  return {
    start,
    keep: (program) => kept.add(program),
    async end() {
      isEnding = true;
      for (const { name, graceMs } of ENDING) await programs.get(name)?.stop(graceMs);
    },
    async hurry() {
      const all = [...programs].map(([name, program]) => program.stop(name === 'PostgreSQL' ? HURRIED_POSTGRES_MS : 0));
      await Promise.all(all);
    },
  };
}
