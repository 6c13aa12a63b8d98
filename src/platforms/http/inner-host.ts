import ipaddr from 'ipaddr.js';
import { isPublicAddress } from './address-guard';

/** Names that the internet leads nowhere: of RFC 6761, 6762 and 9476, and what routers make up. */
const INNER_NAME = /(?:^|\.)(?:localhost|local|internal|lan|home|test|invalid|home\.arpa)$/;

/** Whether this address is of one machine or network alone: whoever is on the internet never comes there. */
export function isInnerAddress(address: string): boolean {
  const host = hostIn(address);
  return /(?:^|\.)localhost$/.test(host) || (ipaddr.isValid(host) && !isPublicAddress(host));
}

/** Whether what is there may reach inner addresses: by its name alone, as names are not resolved here. */
export function mayReachInner(address: string): boolean {
  const host = hostIn(address);
  return isInnerAddress(address) || INNER_NAME.test(host) || !/[.:]/.test(host);
}

function hostIn(address: string): string {
  return new URL(address).hostname.replace(/^\[|\]$/g, '');
}
