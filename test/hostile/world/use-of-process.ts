import { readFileSync } from 'node:fs';

export interface ProcessUse {
  /** Resident now, and the most that it ever was, in MB. */
  memory: number;
  mostMemory: number;
  cpuSeconds: number;
}

/** Clock ticks a second, on every Linux. */
const TICKS = 100;

/** What a process uses, as the kernel counts it; null when there is no such process any more. */
export function useOfProcess(pid: number | null): ProcessUse | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const megabytes = (name: string) =>
      Math.round(Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024);
    const [, , , , , , , , , , , user, system] = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] ?? '').split(
      ' ',
    );
    return {
      memory: megabytes('VmRSS'),
      mostMemory: megabytes('VmHWM'),
      cpuSeconds: (Number(user) + Number(system)) / TICKS,
    };
  } catch {
    return null;
  }
}
