import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Play } from './hostility';

const MEGABYTE = 1024 * 1024;

/** Just within what a page may have. */
const PAGE = 16 * MEGABYTE - 1024;

const JSON_TYPE = { 'Content-Type': 'application/json; charset=UTF-8' };

/** Made once: what hurts is reading it. */
const kept = new Map<string, string>();

function once(name: string, make: () => string): string {
  const text = kept.get(name) ?? make();
  kept.set(name, text);
  return text;
}

const repeated = (what: string, bytes: number) => what.repeat(Math.floor(bytes / what.length));

/** Texts that hurt whoever parses them, each in full length. */
export const BODIES = {
  'empty lists in a list': () => once('lists', () => `[${repeated('[],', PAGE)}[]]`),
  'empty objects': () => once('objects', () => `[${repeated('{},', PAGE)}{}]`),
  'a level in a level': () => once('levels', () => repeated('[', PAGE)),
  'starts of JSON that go nowhere': () =>
    once('starts', () => `<b>Notice</b>: x\n${`[{"id":1,"text":"${'x'.repeat(500_000)}\n`.repeat(30)}`),
  'numbers of many digits': () => once('digits', () => `[{"id":1,"price":${repeated('7', PAGE)}}]`),
  'escapes in a text': () => once('escapes', () => `[{"id":1,"name":"${repeated('\\u0000\\ud800', PAGE)}"}]`),
} as const;

export const says =
  (
    body: () => string,
    { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
  ): Play =>
  (response) => {
    response.writeHead(status, { ...JSON_TYPE, ...headers }).end(body());
  };

/** 64 MB of it in some 100 kB. */
export const packed = (what: string): Play => {
  let text: Buffer | null = null;
  return (response) => {
    text ??= gzipSync(repeated(what, 64 * MEGABYTE), { level: 1 });
    response.writeHead(200, { ...JSON_TYPE, 'Content-Encoding': 'gzip' }).end(text);
  };
};

/** A byte a second, for ever. */
export const dribbles: Play = (response) => {
  response.writeHead(200, JSON_TYPE).write('[');
  const timer = setInterval(() => response.write(' '), 1_000);
  response.once('close', () => clearInterval(timer));
};

/** As much as the line takes, for ever. */
export const pours =
  (piece: string, headers: Record<string, string> = JSON_TYPE): Play =>
  (response) => {
    response.writeHead(200, headers);
    const more = () => {
      while (!response.destroyed && response.write(piece));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  };

/** Of a store whose requests last until they are given up; each holds one of its tenant's places meanwhile. */
export const HANGS = { goes_on: true, asks: 10, hangs: true } as const;

export const hangs: Play = () => undefined;

/** An error's text, longer than anybody reads. */
export const scolds = (status: number): Play =>
  says(() => once('scolding', () => JSON.stringify({ code: 'x', message: 'x'.repeat(20_000_000), errors: 'x' })), {
    status,
  });

export const longHeaders: Play = (response: ServerResponse) => {
  response.writeHead(200, { ...JSON_TYPE, 'X-Long': 'x'.repeat(100_000) }).end('[]');
};
