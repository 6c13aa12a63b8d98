import type { Scene } from './scene';

/** One way in which stores or machines fail, and how the service bears it. */
export interface Failure {
  title: string;
  /** Plays it and tells it; what cannot be played throws. */
  play(scene: Scene, act: Act): Promise<void>;
}

/** What is told of one failure: what the store did, what the service did, and what proves it. */
export interface Act {
  store(text: string): void;
  service(text: string): void;
  proof(text: string, holds: boolean): void;
  /** Every proof holds, and there is one. */
  isAsPromised(): boolean;
  /** As printed below the failure's number. */
  lines(): string[];
}

/** In the order in which they are printed, whenever they were told. */
const KINDS = ['store', 'service', 'proof'] as const;
type Kind = (typeof KINDS)[number];

const KIND_WIDTH = 9;

export function newAct(): Act {
  const told: { kind: Kind; text: string; holds: boolean }[] = [];
  const tell = (kind: Kind) => (text: string) => void told.push({ kind, text, holds: true });
  return {
    store: tell('store'),
    service: tell('service'),
    proof: (text, holds) => void told.push({ kind: 'proof', text, holds }),
    isAsPromised: () => told.every(({ holds }) => holds) && told.some(({ kind }) => kind === 'proof'),
    lines: () =>
      told
        .toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
        .map(({ kind, text, holds }, at, all) => {
          const label = all[at - 1]?.kind === kind ? '' : kind;
          const mark = kind === 'proof' ? `${holds ? '✓' : '✗'} ` : '';
          return `   ${label.padEnd(KIND_WIDTH)}${mark}${text}`;
        }),
  };
}
