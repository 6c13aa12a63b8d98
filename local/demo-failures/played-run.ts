import type { z } from 'zod';
import { Run } from '../../src/api/schemas/run';
import { SyncRun } from '../demo/sync-run';

const { attempt, pages, requests, throttled_ms } = Run.shape;

/** What the failures tell of a run, beside what the demo shows of it. */
export const PlayedRun = SyncRun.extend({ attempt, pages, requests, throttled_ms });

export type PlayedRun = z.infer<typeof PlayedRun>;

const COUNTS = ['created', 'updated', 'unchanged', 'reactivated', 'deactivated', 'rejected'] as const;

/** `completed: 300 created · 16 requests · waited 6.0 s as told · 8.2 s in all` */
export function runWords({ status, products, requests, throttled_ms, duration_ms }: PlayedRun): string {
  const counts = COUNTS.flatMap((count) => (products[count] > 0 ? [`${products[count]} ${count}`] : []));
  const parts = [
    counts.join(', ') || '0 changed',
    `${requests} ${requests === 1 ? 'request' : 'requests'}`,
    ...(throttled_ms > 0 ? [`waited ${seconds(throttled_ms)} as told`] : []),
    `${seconds(duration_ms ?? 0)} in all`,
  ];
  return `${status.replaceAll('_', ' ')}: ${parts.join(' · ')}`;
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
