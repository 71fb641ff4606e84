/** All items, with prices in cents. */
export const items = Object.freeze([
  { name: 'kettle', price: 4500, tags: ['kitchen', 'electric'] },
  { name: 'mug', price: 999, tags: ['kitchen'] },
  { name: 'lamp', price: 2990, tags: ['electric'] },
]);

/** The items with a tag up to a price, cheapest first. */
export function search({ tag = null, upTo = Number.POSITIVE_INFINITY } = {}, from = items) {
  if (Number.isNaN(upTo)) throw new RangeError('upTo is not a number');
  return from
    .filter((item) => (tag === null || item.tags.includes(tag)) && item.price <= upTo)
    .sort((one, other) => one.price - other.price);
}
