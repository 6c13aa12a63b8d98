import type { z } from 'zod';
import type { AuditActor } from '../../../logs/audit-log';
import type { Answer } from '../../http/answer';
import { actorOf, type OperatorCaller, type TenantCaller } from '../../http/caller';
import type { Remember } from '../../http/repeating/answer-once';
import type { RouteContract } from '../../http/route';
import { type HandlingRoute, route } from '../../http/route';
import type { RouteServices } from '../../http/services';

interface Definition<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType>
  extends Omit<RouteContract, 'who' | 'alsoOperators'> {
  params?: Params;
  query?: Query;
  body?: Body;
  handle(request: {
    /** The tenant; null: an operator, for what belongs to no tenant. */
    ownerId: string | null;
    actor: AuditActor;
    params: z.output<Params>;
    query: z.output<Query>;
    body: z.output<Body>;
    services: RouteServices;
    remember: Remember;
  }): Promise<Answer>;
}

/** A route to things of a tenant, and of the operator who names no tenant. */
export function ownedRoute<
  Params extends z.ZodObject = z.ZodObject<Record<string, never>>,
  Query extends z.ZodObject = z.ZodObject<Record<string, never>>,
  Body extends z.ZodType = z.ZodObject<Record<string, never>>,
>({ handle, ...definition }: Definition<Params, Query, Body>): HandlingRoute {
  return route<'integrations:manage', Params, Query, Body>({
    ...definition,
    who: 'integrations:manage',
    alsoOperators: true,
    handle({ caller, ...request }) {
      const known: TenantCaller | OperatorCaller = caller;
      const ownerId = known.kind === 'tenant' ? known.tenant.id : null;
      return handle({ ...request, ownerId, actor: actorOf(known) });
    },
  });
}
