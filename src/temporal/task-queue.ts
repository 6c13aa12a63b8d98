/** Workflows and activities of all stores share one queue: fairness between tenants is by key, not by queue. */
export const TASK_QUEUE = 'catalog-sync';
