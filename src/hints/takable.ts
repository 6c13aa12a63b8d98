import { sqlPart } from '../database/sql';

/** Of `webhook_events e`: nobody is at it, and nothing holds it. Its time may be still to come. */
export const IS_WAITING = sqlPart`e.state = 'pending' and e.claimed_by is null and e.held_by is null`;

/** Likewise, and somebody may take it up now. */
export const IS_TAKABLE = sqlPart`${IS_WAITING} and (e.read_again_at is null or e.read_again_at <= now())`;

/** Of `stores s`: it may be asked about what it told, also to hear whether it still refuses us. Of a tenant that is switched off none is. */
export const MAY_BE_ASKED = sqlPart`s.paused_at is null and s.status <> 'disconnected'
  and exists (select from tenants t where t.id = s.tenant_id and t.is_active)`;
