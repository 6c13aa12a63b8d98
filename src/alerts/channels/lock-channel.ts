import type { Sql } from '../../database/sql';

/**
 * Lets one transaction after the other add to a channel's messages or end some. First in each of them, as a statement of its own:
 * the next one then sees what was added meanwhile, and none waits for a message while it holds the channel.
 */
export async function lockChannel(sql: Sql, channelId: string): Promise<void> {
  await sql`select from alert_channels where id = ${channelId}::uuid for no key update`;
}
