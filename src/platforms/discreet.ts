import type { CanonicalProduct } from '../model/product';
import type { UnreadableProduct } from '../model/rejection';
import type { BulkReader } from './bulk-reader';
import { type SecretsOut, secretsOut } from './http/without-secrets';
import { isProblem, type StoreProblem } from './problem';
import type {
  ChangesReader,
  LeanReader,
  ListedPage,
  StoreAccess,
  StoreConnection,
  StorePlatform,
} from './store-platform';
import type { WebhookRegistrar } from './webhooks';

/**
 * The platform, without the store's own secrets in anything that it says (I8): a store may say its key back in a status
 * line, a name, an address or a place in its listing, and from here on that stands in histories, rows, logs and answers.
 * What a product holds is the store's own and stays as it is; what is told about one that was set aside is cleaned.
 */
export function discreet(platform: StorePlatform): StorePlatform {
  return {
    ...platform,

    async connect(credentials, surroundings, within) {
      const outcome = await platform.connect(credentials, surroundings, within);
      const given = platform.secretsOf(credentials);
      if (outcome.kind !== 'connected') return cleaned(outcome, secretsOut(given));
      const secrets = secretsOut([...given, ...platform.secretsOf(outcome.credentials)]);
      return { ...outcome, facts: cleaned(outcome.facts, secrets) };
    },

    open(access, surroundings) {
      const { known, renewing } = knownSecrets(platform, access);
      return discreetConnection(platform.open(renewing, surroundings), known);
    },
  };
}

/** The secrets of a connection, those that are renewed in its time too. */
function knownSecrets(platform: StorePlatform, access: StoreAccess<unknown>) {
  const secrets = new Set(platform.secretsOf(access.credentials));
  let known = secretsOut(secrets);
  const learn = (credentials: unknown): void => {
    if (typeof credentials === 'object' && credentials !== null && 'kind' in credentials) return;
    for (const secret of platform.secretsOf(credentials)) secrets.add(secret);
    known = secretsOut(secrets);
  };
  const renewing: StoreAccess<unknown> = {
    ...access,
    async renew(renew) {
      const renewed = await access.renew(async (current) => {
        learn(current);
        const fresh = await renew(current);
        learn(fresh);
        return fresh;
      });
      learn(renewed);
      return renewed;
    },
  };
  const scrub: SecretsOut['scrub'] = (text) => known.scrub(text);
  return { known: { scrub }, renewing };
}

type Scrubber = Pick<SecretsOut, 'scrub'>;

function discreetConnection(connection: StoreConnection, known: Scrubber): StoreConnection {
  const { idsAtOnce, bulk, changes, lean, webhooks } = connection;
  return {
    idsAtOnce,
    describe: async (signal) => cleaned(await connection.describe(signal), known),

    async listPage(request) {
      const listed = await connection.listPage(request);
      if (listed.kind !== 'listed') return cleaned(listed, known);
      return saysBack(listed.nextCursor, known) ? placeSaysBack('listing') : discreetPage(listed, known);
    },

    async fetchByIds(request) {
      const fetched = await connection.fetchByIds(request);
      return isProblem(fetched) ? cleaned(fetched, known) : { ...fetched, ...cleanedProducts(fetched, known) };
    },

    async confirmMissing(request) {
      const confirmed = await connection.confirmMissing(request);
      if (isProblem(confirmed)) return cleaned(confirmed, known);
      // The ids are those that were asked for.
      return { ...confirmed, ...cleanedProducts(confirmed, known), answers: cleaned(confirmed.answers, known) };
    },

    ...(bulk && { bulk: discreetBulk(bulk, known) }),
    ...(changes && { changes: discreetChanges(changes, known) }),
    ...(lean && { lean: discreetLean(lean, known) }),
    ...(webhooks && { webhooks: discreetWebhooks(webhooks, known) }),
  };
}

function discreetPage(listed: ListedPage, known: Scrubber): ListedPage {
  return {
    ...listed,
    async products(request) {
      const page = await listed.products(request);
      if (isProblem(page)) return cleaned(page, known);
      const { gaps } = page;
      return { ...page, ...cleanedProducts(page, known), ...(gaps && { gaps: cleaned(gaps, known) }) };
    },
  };
}

function discreetChanges(changes: ChangesReader, known: Scrubber): ChangesReader {
  return {
    look: async (request) => cleaned(await changes.look(request), known),
    async listGone(request) {
      const page = await changes.listGone(request);
      if (page.kind !== 'gone') return cleaned(page, known);
      // Ids are compared with those of the catalogue, and kept nowhere else; the place stays in this process.
      return page;
    },
  };
}

function discreetWebhooks(webhooks: WebhookRegistrar, known: Scrubber): WebhookRegistrar {
  return {
    list: async (signal) => cleaned(await webhooks.list(signal), known),
    // The secret that it is to sign with is none of its credentials, and may be said back as they are.
    register: async (request) =>
      cleaned(cleaned(await webhooks.register(request), known), secretsOut([request.secret])),
    remove: async (request) => cleaned(await webhooks.remove(request), known),
  };
}

function discreetLean(lean: LeanReader, known: Scrubber): LeanReader {
  return {
    async listPage(request) {
      const page = await lean.listPage(request);
      if (page.kind !== 'lean_page') return cleaned(page, known);
      if (saysBack(page.nextCursor, known)) return placeSaysBack('listing');
      const { gaps } = page;
      // The ids are asked for, as those of gone products are.
      return { ...page, ...(gaps && { gaps: cleaned(gaps, known) }) };
    },
  };
}

function discreetBulk(bulk: BulkReader, known: Scrubber): BulkReader {
  return {
    async start(request) {
      const started = await bulk.start(request);
      const isHidden = started.kind === 'started' && saysBack(started.operationId, known);
      return isHidden ? placeSaysBack('bulk operation') : cleaned(started, known);
    },
    async look(request) {
      const seen = await bulk.look(request);
      // The file's address stays in the process that asked.
      return seen.kind === 'written' ? seen : cleaned(seen, known);
    },
    cancel: async (request) => cleaned(await bulk.cancel(request), known),
    async *readFile(request) {
      const cutOff = yield* bulk.readFile(request);
      return cutOff && cleaned(cutOff, known);
    },
    assemble(roots, currency) {
      const assembled = bulk.assemble(roots, currency);
      return { ...assembled, ...cleanedProducts(assembled, known) };
    },
    // Nothing of it is told to people: a group of fields has no notes.
    assembleLean: (roots, group) => bulk.assembleLean(roots, group),
  };
}

/** It has to be sent back as it came, and stands in the history until then: such a store cannot be read. */
function saysBack(place: string | null, { scrub }: Scrubber): boolean {
  return place !== null && scrub(place) !== place;
}

function placeSaysBack(of: 'listing' | 'bulk operation'): StoreProblem {
  const detail = `the store names a place in its ${of} by its own key, which is kept nowhere; it has to be mended there`;
  return { kind: 'unreadable', status: 200, detail };
}

function cleanedProducts(
  { products, rejected }: { products: CanonicalProduct[]; rejected: UnreadableProduct[] },
  known: Scrubber,
) {
  return {
    products: products.map((product) => {
      const { notes } = product.metadata;
      return notes === undefined
        ? product
        : { ...product, metadata: { ...product.metadata, notes: cleaned(notes, known) } };
    }),
    rejected: rejected.length === 0 ? rejected : cleaned(rejected, known),
  };
}

/** A copy in which every text is scrubbed, of values that JSON can say: the shape stays what it is. */
function cleaned<Value>(value: Value, { scrub }: Scrubber): Value {
  const clean = (inner: unknown): unknown => {
    if (typeof inner === 'string') return scrub(inner);
    if (Array.isArray(inner)) return inner.map(clean);
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([name, field]) => [name, clean(field)]));
  };
  return clean(value) as Value;
}
