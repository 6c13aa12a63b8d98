import type { Random } from './random';
import { type Range, ranges } from './ranges';

/** The wording of one believable product; `colours` and `sizes` may be empty when the goods have none. */
export type ProductTexts = {
  title: string;
  descriptionHtml: string;
  vendor: string;
  productType: string;
  tags: string[];
  colours: string[];
  sizes: string[];
};

const tagPool = ['new', 'bestseller', 'gift', 'sustainable', 'limited', 'outlet', 'online-only', 'handmade', 'winter'];

/** Draws the texts of one product; the description is about 300 to 1,500 characters of HTML. */
export function productTexts(random: Random): ProductTexts {
  const range = random.pick(ranges);
  const thing = random.pick(range.things);
  const quality = random.pick(range.qualities);
  const vendor = random.pick(range.vendors);
  const title = random.chance(0.3) ? `${quality} ${thing} No. ${random.int(2, 99)}` : `${quality} ${thing}`;
  return {
    title,
    descriptionHtml: describe(random, range, thing, vendor),
    vendor,
    productType: range.productType,
    tags: some(random, tagPool, random.int(0, 4)),
    colours: some(random, range.colours, random.int(1, 4)),
    sizes: some(random, range.sizes, random.int(2, 6)),
  };
}

function describe(random: Random, range: Range, thing: string, vendor: string): string {
  const name = thing.toLowerCase();
  const material = random.pick(range.materials);
  const use = random.pick(range.uses);
  const paragraphs = [
    `<p>This ${name} by <strong>${vendor}</strong> is made for ${use}. It starts from ${material}, ` +
      `and every detail was tried for a full season before we put it on the shelf.</p>`,
    `<p>${random.pick(range.care)} If something is not right, send it back within ${random.int(14, 100)} days; ` +
      `we repair what can be repaired and replace the rest.</p>`,
  ];
  if (random.chance(0.6)) {
    paragraphs.push(
      `<h3>Good to know</h3>\n<ul>\n<li>Material: ${material}</li>\n<li>Weight: ${random.int(80, 2400)} g</li>\n` +
        `<li>Packed in ${random.pick(['a card box', 'recycled paper', 'a cotton bag'])}</li>\n` +
        `<li>Guarantee: ${random.int(1, 10)} years</li>\n</ul>`,
    );
  }
  for (let extra = random.int(0, 3); extra > 0; extra--) {
    paragraphs.push(
      `<p>${random.pick(['Customers like it for', 'We also use it for', 'It does well for'])} ` +
        `${random.pick(range.uses)}. ${random.pick(range.care)} ${random.pick(closings)}</p>`,
    );
  }
  return paragraphs.join('\n');
}

const closings = [
  'Small differences from piece to piece are a sign of the work that went into it, not a fault.',
  'Ask us if you are unsure about the size: we answer within one working day.',
  'Spare parts stay available for at least ten years.',
  'Part of the price goes to the people who make it &amp; the places they live in.',
];

/** Up to `count` different items in their own order. */
function some(random: Random, items: readonly string[], count: number): string[] {
  const left = [...items];
  while (left.length > count) left.splice(random.int(0, left.length - 1), 1);
  return left;
}
