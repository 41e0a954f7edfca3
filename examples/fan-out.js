// Fans out with Promise.all: the stock of every product is asked for side by side, a few calls at a time.
// Shows: Promise.all over tool calls, a limit on how many run at once, closures, array methods, optional chaining.

const products = await callTool('products:list', {});

// Runs `work` over `items`, at most `width` at a time; results keep the order of the items.
async function mapConcurrently(items, width, work) {
  const results = new Array(items.length);
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index], index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return results;
}

const stock = await mapConcurrently(products, 6, async ({ sku, name, priceCents }) => {
  const { levels } = await callTool('stock:get', { sku });
  const pieces = levels.reduce((sum, level) => sum + level.count, 0);
  return { sku, name, pieces, valueCents: pieces * priceCents, levels };
});

const low = stock
  .filter((entry) => entry.pieces < 30)
  .sort((a, b) => a.pieces - b.pieces || (a.sku < b.sku ? -1 : 1));
console.log(`${stock.length} products, ${low.length} low on stock`);

const emptyShelves = {};
for (const { sku, levels } of stock) {
  for (const { warehouse } of levels.filter((level) => level.count === 0)) {
    (emptyShelves[warehouse] ??= []).push(sku);
  }
}

const tickets = await Promise.all(
  low.slice(0, 3).map(({ sku, name, pieces }) =>
    callTool('tickets:create', {
      title: `Restock ${sku}`,
      body: `${name}: ${pieces} pieces left`,
      priority: pieces < 25 ? 'high' : 'normal',
    })
  )
);
tickets.forEach(({ id, title, priority }) => console.log(`${id} ${title} (${priority})`));

return {
  lowest: low[0]?.sku,
  low: low.map(({ sku, pieces }) => ({ sku, pieces })),
  emptyShelves,
  valueCents: stock.reduce((sum, entry) => sum + entry.valueCents, 0),
  tickets: tickets.map((ticket) => ticket.id),
};
