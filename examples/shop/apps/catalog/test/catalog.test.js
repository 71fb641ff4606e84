import assert from 'node:assert/strict';
import { test } from 'node:test';
import { search } from '../src/catalog.js';
import { createCatalog } from '../src/server.js';

const names = (items) => items.map((item) => item.name);

test('lists all items, cheapest first', () => {
  assert.deepEqual(names(search()), ['mug', 'lamp', 'kettle']);
});

test('filters by tag and price', () => {
  assert.deepEqual(names(search({ tag: 'electric' })), ['lamp', 'kettle']);
  assert.deepEqual(names(search({ tag: 'electric', upTo: 2990 })), ['lamp']);
});

test('answers over HTTP', async (context) => {
  const server = createCatalog();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => server.close());
  const base = `http://127.0.0.1:${server.address().port}`;
  assert.deepEqual(names(await (await fetch(`${base}/items?upTo=1000`)).json()), ['mug']);
  assert.equal((await fetch(`${base}/items?upTo=cheap`)).status, 400);
  assert.equal((await fetch(`${base}/nothing`)).status, 404);
  assert.equal(await (await fetch(`${base}/health`)).text(), 'ok\n');
});
