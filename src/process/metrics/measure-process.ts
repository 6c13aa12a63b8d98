import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge } from 'prom-client';
import { VERSION } from '../version';
import { registry } from './registry';

const NANOSECONDS = 1e9;

/** What every process tells of itself, in the names that dashboards for Node.js know. Called once, when it begins. */
export function measureProcess(): void {
  const registers = [registry];
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  new Gauge({
    name: 'catalog_sync_build_info',
    help: 'Always 1; the labels tell which version runs, on which Node.js',
    labelNames: ['version', 'node'],
    registers,
  }).set({ version: VERSION, node: process.version }, 1);
  new Gauge({
    name: 'process_start_time_seconds',
    help: 'When the process began, in seconds since 1970',
    registers,
  }).set(Math.round(Date.now() / 1_000 - process.uptime()));
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Memory of the process',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'CPU that the process has used',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
  new Gauge({
    name: 'nodejs_eventloop_lag_p99_seconds',
    help: 'How late the event loop comes to what is due, since the last reading: over 0.1, the process has too much to do',
    registers,
    collect() {
      this.set(delay.count === 0 ? 0 : delay.percentile(99) / NANOSECONDS);
      delay.reset();
    },
  });
}
