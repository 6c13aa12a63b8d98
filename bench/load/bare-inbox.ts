import express from 'express';
import { Pool } from 'pg';

/**
 * What receiving costs at least: the same server, the same body, the same database, and one insert. It looks at nothing.
 * Says `ready` once it listens.
 */
async function main(): Promise<void> {
  const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
  await pool.query('create table if not exists bare_inbox (at timestamptz not null default now(), body text not null)');
  const app = express();
  app.use(express.raw({ type: () => true, limit: '5mb' }));
  app.post('/', async (request, response) => {
    await pool.query('insert into bare_inbox (body) values ($1::text)', [request.body.toString('utf8')]);
    response.status(200).end();
  });
  app.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
  process.once('SIGTERM', () => process.exit(0));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
