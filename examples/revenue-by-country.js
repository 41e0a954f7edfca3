// Aggregates over paged tool results: an async generator hides the pages, two Maps join orders with customers.
// Shows: async generators, for await, Map, destructuring, sort with a comparator, console.log.

async function* everyOrder(status) {
  for (let page = 1, pages = 1; page <= pages; page++) {
    const answer = await callTool('orders:list', { status, page, limit: 20 });
    pages = answer.pages;
    yield* answer.items;
  }
}

async function customers() {
  const byId = new Map();
  let cursor;
  do {
    const query = cursor === undefined ? { limit: 20 } : { limit: 20, cursor };
    const { items, nextCursor } = await callTool('users:list', query);
    for (const user of items) byId.set(user.id, user);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  return byId;
}

const users = await customers();
console.log(`${users.size} customers`);

const revenue = new Map();
let orderCount = 0;
for (const status of ['paid', 'shipped']) {
  for await (const { userId, totalCents } of everyOrder(status)) {
    const { country, active } = users.get(userId);
    if (!active) continue;
    const entry = revenue.get(country) ?? { country, orders: 0, cents: 0 };
    entry.orders += 1;
    entry.cents += totalCents;
    revenue.set(country, entry);
    orderCount += 1;
  }
}

const ranking = [...revenue.values()].sort((a, b) => b.cents - a.cents || (a.country < b.country ? -1 : 1));
for (const { country, orders, cents } of ranking) {
  console.log(country, String(orders).padStart(3), (cents / 100).toFixed(2).padStart(9));
}

return {
  orders: orderCount,
  totalCents: ranking.reduce((sum, entry) => sum + entry.cents, 0),
  best: ranking[0].country,
  ranking,
};
