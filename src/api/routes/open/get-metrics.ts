import { z } from 'zod';
import { METRICS_TYPE, registry } from '../../../process/metrics/registry';
import { streamed } from '../../http/answer';
import { route } from '../../http/route';

export const getMetrics = route({
  method: 'get',
  path: '/metrics',
  operationId: 'getMetrics',
  who: 'open',
  token: 'METRICS_TOKEN',
  summary: 'Metrics for Prometheus',
  description:
    'What the database knows, read at most every 15 s and equal from every API, and what this process counts. The worker has its own on `METRICS_PORT`.',
  answers: { 200: z.string() },
  mediaType: 'text/plain',

  async handle({ services }) {
    return streamed(METRICS_TYPE, all(services.readings.text()));
  },
});

async function* all(ofDatabase: Promise<string>): AsyncIterable<string> {
  yield await registry.metrics();
  yield await ofDatabase;
}
