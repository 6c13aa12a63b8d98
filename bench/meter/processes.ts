import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** What Linux tells of a process; elsewhere nothing is measured. */
export interface ProcessUse {
  pid: number;
  parent: number;
  /** Its own and those of children that have ended. */
  cpuSeconds: number;
  residentBytes: number;
  /** Without files and shared memory, which PostgreSQL's processes have in common. */
  privateBytes: number;
  peakResidentBytes: number;
}

/** `sysconf(_SC_CLK_TCK)` of every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

export function readProcesses(): ProcessUse[] {
  return pids().flatMap((pid) => readProcess(pid) ?? []);
}

/** A process and all below it. */
export function treeOf(root: number, all: readonly ProcessUse[]): ProcessUse[] {
  const found = all.filter(({ pid }) => pid === root);
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid));
  return found;
}

/** Makes the kernel forget the peak so far. */
export function resetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // Not ours to reset: then the samples alone tell.
  }
}

function pids(): number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? Number(name) : []));
  } catch {
    return [];
  }
}

function readProcess(pid: number): ProcessUse | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold blanks: what is counted stands behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    const bytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024;
    return {
      pid,
      parent: Number(fields[1]),
      cpuSeconds: ticks / TICKS_A_SECOND,
      residentBytes: bytes('VmRSS'),
      privateBytes: bytes('RssAnon'),
      peakResidentBytes: bytes('VmHWM'),
    };
  } catch {
    return null; // it ended meanwhile
  }
}
