/**
 * The dashboards as data: each panel is a title, a unit of Grafana's, and its questions to Prometheus by their legends. What the
 * database knows every API tells alike, hence `max`; what processes count is summed.
 */
const known = (gauge, by, where = '') => `max by (${by}) (${gauge}${where})`;
const rate = (counter, by, where = '') => `sum by (${by}) (rate(${counter}${where}[$__rate_interval]))`;
const quantile = (share, histogram, by = '') =>
  `histogram_quantile(${share}, sum by (le${by && `, ${by}`}) (rate(${histogram}_bucket[$__rate_interval])))`;

const RUN = 'platform, mode, outcome, error_type';

export const DASHBOARDS = [
  {
    file: 'runs',
    title: 'Runs',
    panels: [
      [
        'Ended within the last hour, by outcome',
        'short',
        { '{{outcome}}': `sum by (outcome) (${known('catalog_sync_runs_last_hour', RUN)})` },
      ],
      [
        'Failed within the last hour, by cause',
        'short',
        {
          '{{error_type}}': `sum by (error_type) (${known('catalog_sync_runs_last_hour', RUN, '{outcome="failed"}')})`,
        },
      ],
      [
        'Ended within a day, by mode',
        'short',
        { '{{platform}} {{mode}}': `sum by (platform, mode) (${known('catalog_sync_runs_last_day', RUN)})` },
      ],
      [
        'Under way',
        'short',
        { '{{status}}': `sum by (status) (${known('catalog_sync_runs_open', 'platform, mode, status')})` },
      ],
      [
        'The oldest that is not over',
        's',
        { '{{status}}': known('catalog_sync_runs_open_oldest_age_seconds', 'status') },
      ],
      ['Approvals that wait', 'short', { '{{platform}}': known('catalog_sync_approvals_waiting', 'platform') }],
      [
        'Merging a page',
        's',
        {
          half: quantile(0.5, 'catalog_sync_page_merge_duration_seconds'),
          '99 %': quantile(0.99, 'catalog_sync_page_merge_duration_seconds'),
        },
      ],
      [
        'Merging, seconds a second',
        's',
        { merging: 'sum(rate(catalog_sync_page_merge_duration_seconds_sum[$__rate_interval]))' },
      ],
    ],
  },
  {
    file: 'freshness',
    title: 'Freshness',
    panels: [
      ['Stores that are late', 'short', { '{{platform}}': known('catalog_sync_stores_late', 'platform') }],
      [
        'Active stores by their last success',
        'short',
        { '{{age}}': `sum by (age) (${known('catalog_sync_stores_by_last_success', 'platform, age')})` },
      ],
      ['News that waits', 'short', { hints: 'max(catalog_sync_hints_pending)' }],
      ['The oldest news that nobody holds', 's', { age: 'max(catalog_sync_hints_oldest_age_seconds)' }],
      [
        'Webhooks of stores',
        'short',
        { '{{platform}} {{state}}': known('catalog_sync_store_webhooks', 'platform, state') },
      ],
      [
        'Runs of a day that brought stores up to date',
        'short',
        { '{{mode}}': `sum by (mode) (${known('catalog_sync_runs_last_day', RUN, '{outcome=~"completed.*"}')})` },
      ],
    ],
  },
  {
    file: 'stores-in-trouble',
    title: 'Stores in trouble',
    panels: [
      ['Stores by status', 'short', { '{{platform}} {{status}}': known('catalog_sync_stores', 'platform, status') }],
      [
        'Active, but in trouble',
        'short',
        { '{{platform}} {{trouble}}': known('catalog_sync_stores_in_trouble', 'platform, trouble') },
      ],
      ['Products set aside', 'short', { '{{platform}}': known('catalog_sync_products_set_aside', 'platform') }],
      [
        'Products missing, not settled',
        'short',
        { '{{platform}} {{state}}': known('catalog_sync_products_missing', 'platform, state') },
      ],
      [
        'Failures of a day by cause',
        'short',
        {
          '{{platform}} {{error_type}}': `sum by (platform, error_type) (${known('catalog_sync_runs_last_day', RUN, '{error_type!=""}')})`,
        },
      ],
    ],
  },
  {
    file: 'store-platforms',
    title: 'Store platforms',
    panels: [
      [
        'Requests to stores',
        'reqps',
        { '{{platform}} {{status}}': rate('catalog_sync_store_requests_total', 'platform, status') },
      ],
      [
        'How long stores take, half of the requests',
        's',
        { '{{platform}}': quantile(0.5, 'catalog_sync_store_request_duration_seconds', 'platform') },
      ],
      [
        'How long stores take, 99 %',
        's',
        { '{{platform}}': quantile(0.99, 'catalog_sync_store_request_duration_seconds', 'platform') },
      ],
      [
        'Waiting because stores asked for time, seconds a second',
        's',
        { '{{platform}}': rate('catalog_sync_store_wait_seconds_total', 'platform') },
      ],
      [
        'Shopify’s points left, lowest tenth of the answers',
        'percentunit',
        { 'share of the bucket': quantile(0.1, 'catalog_sync_shopify_points_left_ratio') },
      ],
    ],
  },
  {
    file: 'database',
    title: 'Database and processes',
    panels: [
      ['Connections', 'short', { '{{instance}} {{state}}': 'catalog_sync_database_connections' }],
      ['Transactions that wait for one', 'short', { '{{instance}}': 'catalog_sync_database_waiting' }],
      ['Age of what the database told', 's', { '{{instance}}': 'catalog_sync_database_reading_age_seconds' }],
      ['Reading it', 's', { '{{instance}}': 'catalog_sync_database_reading_duration_seconds' }],
      ['Readings that failed', 'short', { '{{instance}}': 'catalog_sync_database_reading_failed' }],
      [
        'Answers of the API',
        'reqps',
        { '{{route}} {{status}}': rate('catalog_sync_api_request_duration_seconds_count', 'route, status') },
      ],
      [
        'How long answers take, 99 %',
        's',
        { '{{route}}': quantile(0.99, 'catalog_sync_api_request_duration_seconds', 'route') },
      ],
      ['Event loop, 99 %', 's', { '{{instance}}': 'nodejs_eventloop_lag_p99_seconds' }],
      ['CPU', 'short', { '{{instance}}': 'rate(process_cpu_seconds_total[$__rate_interval])' }],
      ['Memory', 'bytes', { '{{instance}}': 'process_resident_memory_bytes' }],
      ['Up since', 'dateTimeAsIso', { '{{instance}}': 'process_start_time_seconds * 1000' }],
      [
        'Versions',
        'short',
        { '{{version}} on Node.js {{node}}': 'count by (version, node) (catalog_sync_build_info)' },
      ],
    ],
  },
  {
    file: 'temporal',
    title: 'Temporal',
    panels: [
      ['Pollers', 'short', { '{{instance}} {{poller_type}}': 'sum by (instance, poller_type) (temporal_num_pollers)' }],
      [
        'Slots in use',
        'short',
        { '{{instance}} {{worker_type}}': 'sum by (instance, worker_type) (temporal_worker_task_slots_used)' },
      ],
      [
        'Activities wait to be begun, 99 %',
        's',
        { all: quantile(0.99, 'temporal_activity_schedule_to_start_latency_seconds') },
      ],
      [
        'Activities take, 99 %',
        's',
        { '{{activity_type}}': quantile(0.99, 'temporal_activity_execution_latency_seconds', 'activity_type') },
      ],
      ['Workflow tasks take, 99 %', 's', { all: quantile(0.99, 'temporal_workflow_task_execution_latency_seconds') }],
      ['Workflows ended', 'ops', { completed: 'sum(rate(temporal_workflow_completed_total[$__rate_interval]))' }],
      ['Cached workflows', 'short', { '{{instance}}': 'temporal_sticky_cache_size' }],
      ['Requests to Temporal', 'reqps', { '{{operation}}': rate('temporal_request_total', 'operation') }],
    ],
  },
];
