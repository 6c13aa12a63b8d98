import type { WooShop } from '../shop';
import type { ChangeMessage } from './control-messages';

/** Makes one change, with all that it sets off. */
export function applyChange(shop: WooShop, change: ChangeMessage): void {
  switch (change.op) {
    case 'put':
      shop.put(change.product);
      return;
    case 'patch':
      shop.patch(change.id, change.fields);
      return;
    case 'writeDirectly':
      shop.writeDirectly(change.id, change.fields);
      return;
    case 'putVariation':
      shop.putVariation(change.parentId, change.variation);
      return;
    case 'patchVariation':
      shop.patchVariation(change.parentId, change.id, change.fields);
      return;
    case 'writeVariationDirectly':
      shop.writeVariationDirectly(change.parentId, change.id, change.fields);
      return;
    case 'removeVariation':
      shop.removeVariation(change.parentId, change.id);
      return;
    case 'takeStock':
      shop.takeStock(change.id, change.quantity);
      return;
    case 'restore':
    case 'remove':
      shop[change.op](change.id, change.by);
      return;
    case 'disableWebhook':
      shop.webhooks.disable(change.id);
      return;
    case 'webhookUser':
      shop.webhooks.user = change.user;
      return;
    case 'currency':
      shop.currency = change.code;
      return;
    case 'clock':
      shop.clock.offsetSeconds = change.offsetSeconds;
      return;
    case 'timeZone':
      shop.site.timeZone = change.zone;
      return;
    case 'publishPlanned':
      shop.publishPlanned();
      return;
    default:
      shop[change.op](change.id);
  }
}
