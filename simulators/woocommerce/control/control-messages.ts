import { z } from 'zod';

// Numbers of 16 digits and more arrive as text, see readJson.
const Id = z.union([z.string().regex(/^\d+$/), z.int().nonnegative()]).transform((id) => BigInt(id));

const Json: z.ZodType<JsonValue> = z.json();
type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

const Fields = z.record(z.string(), Json);
const ItemFields = z.object({ id: Id }).catchall(Json);

/** One change of a catalogue, as POST /__control/shops/<name>/changes takes it. */
export const ChangeMessage = z.discriminatedUnion('op', [
  z.object({ op: z.literal('put'), product: ItemFields }),
  z.object({ op: z.literal('patch'), id: Id, fields: Fields }),
  z.object({ op: z.literal('writeDirectly'), id: Id, fields: Fields }),
  z.object({ op: z.enum(['trash', 'unpublish']), id: Id }),
  z.object({ op: z.enum(['restore', 'remove']), id: Id, by: z.enum(['rest', 'admin']).exactOptional() }),
  z.object({ op: z.literal('takeStock'), id: Id, quantity: z.int() }),
  z.object({ op: z.literal('putVariation'), parentId: Id, variation: ItemFields }),
  z.object({ op: z.literal('patchVariation'), parentId: Id, id: Id, fields: Fields }),
  z.object({ op: z.literal('writeVariationDirectly'), parentId: Id, id: Id, fields: Fields }),
  z.object({ op: z.literal('removeVariation'), parentId: Id, id: Id }),
  z.object({ op: z.literal('disableWebhook'), id: z.int() }),
  z.object({ op: z.literal('webhookUser'), user: z.enum(['manager', 'without-rights', 'deleted']) }),
  z.object({ op: z.literal('currency'), code: z.string() }),
  z.object({ op: z.literal('clock'), offsetSeconds: z.int() }),
  z.object({ op: z.literal('timeZone'), zone: z.string() }),
  z.object({ op: z.literal('publishPlanned') }),
]);

export type ChangeMessage = z.infer<typeof ChangeMessage>;

const Permissions = z.enum(['read', 'write', 'read_write']);
const KeyOwner = z.enum(['manager', 'customer']);
const Auth = z.enum(['https', 'plain-http', 'tls-proxy', 'header-stripped', 'header-only']);

const FaultAnswer = z.union([
  z.strictObject({
    status: z.int(),
    headers: z.record(z.string(), z.string()).exactOptional(),
    body: z.string().exactOptional(),
  }),
  z.strictObject({ html: z.int() }),
  z.strictObject({ unauthorized: z.literal(true) }),
  z.strictObject({ hang: z.literal(true) }),
  z.strictObject({ reset: z.literal(true) }),
  z.strictObject({ delayMs: z.int() }),
  z.strictObject({ noticeBeforeJson: z.literal(true) }),
  z.strictObject({ truncate: z.literal(true) }),
  z.strictObject({ emptyArray: z.literal(true) }),
  z.strictObject({ fromCache: z.strictObject({ ageSeconds: z.int().nonnegative() }) }),
  z.strictObject({ dropVariations: z.int() }),
  z.strictObject({ ignores: z.union([z.literal('all'), z.array(z.string())]) }),
  z.strictObject({ hides: z.strictObject({ from: z.int(), to: z.int() }) }),
  z.strictObject({ diesOf: z.int(), unlessIdsAlone: z.literal(true).exactOptional() }),
  z.strictObject({ commentBehindJson: z.literal(true) }),
  z.strictObject({ listAsMap: z.strictObject({ without: z.array(z.int()) }) }),
  z.strictObject({ variationsAsObjects: z.literal(true) }),
  z.strictObject({ emptyTextForNone: z.literal(true) }),
  z.strictObject({ noticeBeforeHeaders: z.literal(true) }),
  z.strictObject({ restRoot: z.string() }),
  z.strictObject({ translated: z.literal(true) }),
  z.strictObject({
    key: z.strictObject({
      consumerKey: z.string().exactOptional(),
      consumerSecret: z.string().exactOptional(),
      permissions: Permissions.exactOptional(),
      owner: KeyOwner.exactOptional(),
      auth: Auth.exactOptional(),
    }),
  }),
]);

/** A fault whose change is a list of changes, since a function does not travel. */
export const FaultMessage = z.strictObject({
  path: z.string().exactOptional(),
  afterRequests: z.int().exactOptional(),
  times: z.int().exactOptional(),
  answer: FaultAnswer.exactOptional(),
  changes: z.array(ChangeMessage).default([]),
});

export const StormMessage = z.strictObject({
  saves: z.int().positive(),
  products: z.int().positive(),
  perSecond: z.number().positive(),
});

export const ShopMessage = z.strictObject({
  name: z.string().regex(/^[\w.-]+$/),
  products: z.union([z.int().nonnegative(), z.array(ItemFields)]).exactOptional(),
  seed: z.int().exactOptional(),
  nasty: z.boolean().exactOptional(),
  variableShare: z.number().min(0).max(1).exactOptional(),
  version: z.enum(['10.5.0', '9.9.5']).exactOptional(),
  currency: z.string().exactOptional(),
  consumerKey: z.string().exactOptional(),
  consumerSecret: z.string().exactOptional(),
  permissions: Permissions.exactOptional(),
  keyOwner: KeyOwner.exactOptional(),
  auth: Auth.exactOptional(),
  headerBufferBytes: z.int().nonnegative().exactOptional(),
  clockOffsetSeconds: z.int().exactOptional(),
  timeZone: z.string().exactOptional(),
  cron: z.boolean().exactOptional(),
  cronEverySeconds: z.number().nonnegative().exactOptional(),
  visitEverySeconds: z.number().positive().exactOptional(),
  pageTimeMs: z.int().nonnegative().exactOptional(),
});
