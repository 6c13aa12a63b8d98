/** One range of goods: what its products are called, what they are made of, and how they are sold. */
export type Range = {
  productType: string;
  vendors: readonly string[];
  things: readonly string[];
  qualities: readonly string[];
  materials: readonly string[];
  uses: readonly string[];
  care: readonly string[];
  colours: readonly string[];
  sizes: readonly string[];
};

export const ranges: readonly Range[] = [
  {
    productType: 'Clothing',
    vendors: ['Fjordvik', 'Ada & Linden', 'Northgate Apparel', 'Sel et Laine'],
    things: ['Hooded Sweatshirt', 'Crew Neck T-Shirt', 'Rain Jacket', 'Chino Trousers', 'Wool Cardigan', 'Linen Shirt'],
    qualities: ['Relaxed', 'Slim', 'Everyday', 'Heavyweight', 'Boxy', 'Brushed'],
    materials: ['organic cotton', 'merino wool', 'recycled polyester', 'washed linen', 'a cotton and hemp blend'],
    uses: ['long days outdoors', 'layering in autumn', 'the walk to work', 'lazy weekends', 'travelling light'],
    care: ['Wash at 30 °C with similar colours.', 'Wash by hand and dry flat.', 'Do not tumble dry.'],
    colours: ['Black', 'Navy', 'Oatmeal', 'Forest Green', 'Rust', 'Sky Blue'],
    sizes: ['XS', 'S', 'M', 'L', 'XL', 'XXL'],
  },
  {
    productType: 'Shoes',
    vendors: ['Calzoleria Brandi', 'Trailhead Supply', 'Mossfoot'],
    things: ['Running Shoe', 'Leather Boot', 'Canvas Sneaker', 'House Slipper', 'Hiking Sandal'],
    qualities: ['Lightweight', 'Waterproof', 'Classic', 'Cushioned', 'Low-Cut'],
    materials: ['full-grain leather', 'waxed canvas', 'boiled wool felt', 'a breathable knit'],
    uses: ['wet forest paths', 'city pavements', 'cold kitchen floors', 'summer festivals'],
    care: ['Brush off dry dirt, then wax.', 'Air dry away from heaters.', 'Insoles can be taken out and washed.'],
    colours: ['Black', 'Cognac', 'Stone', 'White', 'Moss'],
    sizes: ['36', '37', '38', '39', '40', '41', '42', '43', '44'],
  },
  {
    productType: 'Home',
    vendors: ['Haus Weber', 'Lumen Atelier', 'Kotori Living', 'The Plain Table'],
    things: ['Table Lamp', 'Throw Blanket', 'Ceramic Vase', 'Linen Duvet Cover', 'Storage Basket', 'Wall Clock'],
    qualities: ['Handmade', 'Nordic', 'Ribbed', 'Oversized', 'Foldable', 'Soft'],
    materials: ['glazed stoneware', 'solid oak', 'lambswool', 'woven seagrass', 'powder-coated steel'],
    uses: ['a quiet reading corner', 'small flats', 'a guest room', 'the hallway nobody tidies'],
    care: ['Dust with a dry cloth.', 'Wipe clean with mild soap.', 'Keep out of direct sunlight.'],
    colours: ['Sand', 'Charcoal', 'Terracotta', 'Ivory', 'Sage'],
    sizes: ['Small', 'Medium', 'Large'],
  },
  {
    productType: 'Kitchen',
    vendors: ['Pan & Pot Co.', 'Oslo Kjøkken', 'Mizu Knives', 'The Plain Table'],
    things: ['Chef’s Knife', 'Cast Iron Pan', 'Enamel Mug', 'Cutting Board', 'Espresso Maker', 'Salad Bowl'],
    qualities: ['Professional', 'Everyday', 'Hand-Forged', 'Stackable', 'Vintage'],
    materials: ['carbon steel', 'cast iron', 'enamelled steel', 'end-grain walnut', 'borosilicate glass'],
    uses: ['weeknight suppers', 'a slow Sunday breakfast', 'cooking over a fire', 'a busy family kitchen'],
    care: ['Wash by hand and dry at once.', 'Safe in the dishwasher.', 'Oil lightly after every use.'],
    colours: ['Cream', 'Cobalt', 'Black', 'Poppy Red'],
    sizes: ['0.35 l', '0.75 l', '1.5 l', '20 cm', '26 cm'],
  },
  {
    productType: 'Tools',
    vendors: ['Brenner Werkzeug', 'Ironbark Tools', 'Kestrel Precision'],
    things: ['Torque Wrench', 'Claw Hammer', 'Socket Set', 'Cordless Drill', 'Spirit Level', 'Hand Plane'],
    qualities: ['Heavy-Duty', 'Compact', 'Insulated', 'Calibrated', 'Workshop'],
    materials: ['drop-forged steel', 'chrome vanadium', 'ash wood and steel', 'anodised aluminium'],
    uses: ['the bench', 'site work in the rain', 'repairs at home', 'bicycle maintenance'],
    care: ['Store dry; oil moving parts twice a year.', 'Check the calibration yearly.', 'Keep the case closed.'],
    colours: ['Red', 'Graphite', 'Yellow'],
    sizes: ['1/4"', '3/8"', '1/2"', '300 g', '500 g'],
  },
  {
    productType: 'Food & Drink',
    vendors: ['Roasters of Leith', 'Oliveto Santi', 'Alm & Honig', 'Chá do Norte'],
    things: ['Filter Coffee', 'Olive Oil', 'Blossom Honey', 'Green Tea', 'Dark Chocolate', 'Sourdough Crackers'],
    qualities: ['Single-Origin', 'Cold-Pressed', 'Raw', 'Small-Batch', 'Stone-Ground'],
    materials: ['beans from one farm', 'hand-picked olives', 'unheated honey', 'first-flush leaves', '72 % cocoa'],
    uses: ['the first cup of the day', 'finishing a salad', 'gifts', 'a long afternoon with friends'],
    care: ['Store cool and dry.', 'Best within six weeks of opening.', 'May contain traces of nuts.'],
    colours: [],
    sizes: ['100 g', '250 g', '500 g', '1 kg'],
  },
  {
    productType: 'Garden',
    vendors: ['Greenhouse Lane', 'Brenner Werkzeug', 'Jardin Clair'],
    things: ['Watering Can', 'Terracotta Pot', 'Pruning Shears', 'Seed Collection', 'Raised Bed Kit', 'Bird Feeder'],
    qualities: ['Traditional', 'Balcony', 'Frost-Proof', 'Self-Watering', 'Long-Reach'],
    materials: ['galvanised steel', 'larch wood', 'fired clay', 'untreated seed', 'hardened steel'],
    uses: ['window sills', 'herb beds', 'the first warm weekend', 'heavy clay soil'],
    care: ['Empty before the first frost.', 'Clean the blades after use.', 'Sow from March to May.'],
    colours: ['Zinc', 'Terracotta', 'Olive'],
    sizes: ['3 l', '8 l', '12 cm', '24 cm', '40 cm'],
  },
  {
    productType: 'Stationery',
    vendors: ['Papeterie Roux', 'Inkwell & Son', 'Kotori Living'],
    things: ['Dotted Notebook', 'Fountain Pen', 'Desk Calendar', 'Letter Set', 'Pencil Case'],
    qualities: ['Pocket', 'Clothbound', 'Refillable', 'Lay-Flat', 'Weekly'],
    materials: ['acid-free paper', 'brushed brass', 'recycled card', 'vegetable-tanned leather'],
    uses: ['meeting notes', 'morning pages', 'letters worth keeping', 'sketching on trains'],
    care: ['Refills are sold separately.', 'Keep dry.', 'The cover darkens with use.'],
    colours: ['Ink Blue', 'Burgundy', 'Natural', 'Black'],
    sizes: ['A6', 'A5', 'A4'],
  },
];
