/** I6: a price that passes through a JavaScript number is no longer the store's price. */
const PRICE = String.raw`[\w.\[\]'"?]*(price|amount|money)`;
const CONVERSIONS = [
  /\bparseFloat\(/,
  new RegExp(String.raw`\b(Number|parseInt)\(\s*${PRICE}`, 'i'),
  new RegExp(String.raw`[=(,:?]\s*\+${PRICE}`, 'i'),
  /\b\w*(price|amount)\w*:\s*z\.(coerce\.)?number\(/i,
];

export default {
  name: 'no price becomes a number',
  applies: (path) => /^src\/(model|platforms|stores|catalog|activities|runs|api)\//.test(path),
  problems: ({ lines }) =>
    lines.flatMap((line, index) =>
      CONVERSIONS.some((conversion) => conversion.test(line)) ? [`line ${index + 1}: ${line.trim()}`] : [],
    ),
  mustFlag: [
    'const total = parseFloat(text);',
    'return Number(product.price);',
    'const cents = +variant.compareAtPrice;',
    'price: z.coerce.number(),',
  ],
  mustPass: ['const count = Number(header);', 'price: z.string().regex(/^[0-9.]+$/),', 'const price = text;'],
};
