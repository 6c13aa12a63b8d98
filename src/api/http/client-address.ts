import type { Request } from 'express';
import ipaddr from 'ipaddr.js';

/**
 * Where a request comes from: the other end of the connection, or where that is a trusted proxy (`TRUST_PROXY`), the
 * address for which it forwards. null: the connection was gone before anybody asked.
 */
export function clientAddress({ res }: Request): string | null {
  return res?.locals.clientAddress ?? null;
}

/** Found once, at the beginning: a connection that has ended tells no address. What a proxy says may be anything. */
export function findClientAddress({ ip, socket }: Request): string | null {
  return plainAddress(ip) ?? plainAddress(socket.remoteAddress);
}

/** One spelling for each address: without port, brackets and zone, IPv4 as IPv4, IPv6 as RFC 5952 has it. */
export function plainAddress(text: string | undefined): string | null {
  if (text === undefined || text.length > LONGEST) return null;
  const [, bracketed, withPort] = /^\[([^\]]+)\](?::\d+)?$|^([\d.]+):\d+$/.exec(text) ?? [];
  const address = (bracketed ?? withPort ?? text).split('%')[0] ?? '';
  return ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address)
    ? ipaddr.process(address).toString()
    : null;
}

/** `[…]:65535` around the longest spelling of an IPv6 address with a zone. */
const LONGEST = 80;

/** Whose address it is: of IPv6, everybody has 2^64 of them. */
export function blockOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  const parts = ipaddr.IPv6.parse(address).parts.slice(0, 4);
  return `${parts.map((part) => part.toString(16)).join(':')}::/64`;
}
