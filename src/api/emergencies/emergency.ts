/** What workflows cannot tell, as one of these is what they need. */
export const EMERGENCIES = ['database', 'temporal', 'workers'] as const;
export type Emergency = (typeof EMERGENCIES)[number];

interface Words {
  away: string;
  back: string;
  kept: string;
  toDo: string;
}

/** What the operator is told, in English. */
export const EMERGENCY_WORDS: Record<Emergency, Words> = {
  database: {
    away: 'catalog-sync: the database does not answer',
    back: 'catalog-sync: the database answers again',
    kept: 'Nothing is lost: runs wait and go on by themselves. The API answers 503 meanwhile.',
    toDo: 'Look at PostgreSQL: is it up, does it take connections, are its disks full?',
  },
  temporal: {
    away: 'catalog-sync: Temporal does not answer',
    back: 'catalog-sync: Temporal answers again',
    kept: 'The catalogue is served as it is; nothing new is synced, and no other alerts come.',
    toDo: 'Look at the Temporal server and at TEMPORAL_ADDRESS and its credentials.',
  },
  workers: {
    away: 'catalog-sync: no worker asks for work',
    back: 'catalog-sync: workers ask for work again',
    kept: 'The catalogue is served as it is; what was asked for waits in Temporal. No other alerts come.',
    toDo: 'Start workers (npm run worker); if they run, read their logs: all of their places may be taken.',
  },
};
