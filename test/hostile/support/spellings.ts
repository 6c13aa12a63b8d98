import ipaddr from 'ipaddr.js';

/** IANA's registries of special-purpose addresses, those alone that are not reachable from everywhere, and multicast. */
export const IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

export const IPV6 = [
  '::/128',
  '::1/128',
  '::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '100:0:0:1::/64',
  '2001::/32',
  '2001:2::/48',
  '2001:10::/28',
  '2001:20::/28',
  '2001:30::/28',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

/** The first, the last and one in the middle of a block, as bytes. */
export function within(block: string): number[][] {
  const [base, bits] = ipaddr.parseCIDR(block);
  const bytes = base.toByteArray();
  const filled = (fill: (byte: number) => number) =>
    bytes.map((byte, at) => byte | (fill(at) & (0xff >> Math.min(8, Math.max(0, bits - at * 8)))));
  return [bytes, filled(() => 0xff), filled((at) => (at * 37 + 90) % 256)];
}

const dotted = (bytes: readonly number[]) => bytes.join('.');
const number = (bytes: readonly number[]) => bytes.reduce((sum, byte) => sum * 256 + byte, 0);
const hex = (bytes: readonly number[]) => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
const groups = (bytes: readonly number[]) => hex(bytes).match(/.{4}/g)?.join(':') ?? '';

/** As addresses are resolved, and as somebody may type them to get around a guard. */
function spellingsOfIPv4(bytes: readonly number[]): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return [
    dotted(bytes),
    `${number(bytes)}`,
    `0x${hex(bytes)}`,
    `0${number(bytes).toString(8)}`,
    `0x${a.toString(16)}.0x${b.toString(16)}.${c}.${d}`,
    `${a}.${(b << 16) | (c << 8) | d}`,
    `[::ffff:${dotted(bytes)}]`,
    `[::ffff:${groups(bytes)}]`,
    `[0:0:0:0:0:FFFF:${groups(bytes).toUpperCase()}]`,
    `[64:ff9b::${dotted(bytes)}]`,
    `[64:ff9b::${groups(bytes)}]`,
    `[64:ff9b:1::${groups(bytes)}]`,
    `[2002:${groups(bytes)}::1]`,
    `[::${dotted(bytes)}]`,
  ];
}

function spellingsOfIPv6(bytes: readonly number[]): string[] {
  const full = groups(bytes);
  return [full, full.toUpperCase(), ipaddr.fromByteArray([...bytes]).toString()].map((text) => `[${text}]`);
}

/** Hosts, as an address of the web has them. */
export const SPELLINGS = [
  ...IPV4.flatMap(within).flatMap(spellingsOfIPv4),
  ...IPV6.flatMap(within).flatMap(spellingsOfIPv6),
].filter((host) => URL.canParse(`https://${host}/`));
