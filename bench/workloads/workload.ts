import type { WorkloadResult } from '../report/result';
import type { Servers } from '../servers/start-servers';
import type { Service } from '../service/start-service';
import type { Sizes } from './sizes';

export interface Bench {
  servers: Servers;
  service: Service;
  sizes: Sizes;
  say(line: string): void;
}

export interface Workload {
  /** As on the command line. */
  name: string;
  title: string;
  run(bench: Bench): Promise<WorkloadResult>;
}
