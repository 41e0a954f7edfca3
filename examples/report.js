// Builds a report in Markdown from three tools, with templates and small pure functions.
// Shows: template literals, a tagged template, generators, spread, Object.entries, getters, labelled loops, Date in UTC.

const euros = (cents) => `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')} EUR`;

// A tagged template that escapes what Markdown would take for the border of a cell.
const row = (strings, ...values) =>
  strings.reduce((text, part, i) => text + part + (i < values.length ? String(values[i]).replaceAll('|', '\\|') : ''), '');

class Month {
  #orders = [];
  constructor(number) {
    this.number = number;
  }
  add(order) {
    this.#orders.push(order);
    return this;
  }
  get cents() {
    return this.#orders.filter(({ status }) => status !== 'refunded').reduce((sum, { totalCents }) => sum + totalCents, 0);
  }
  get refunds() {
    return this.#orders.filter(({ status }) => status === 'refunded').length;
  }
  get title() {
    const first = new Date(Date.UTC(2025, this.number - 1, 1));
    return first.toISOString().slice(0, 7);
  }
}

function* table(header, rows) {
  yield `| ${header.join(' | ')} |`;
  yield `|${header.map(() => '---').join('|')}|`;
  for (const cells of rows) yield `| ${cells.join(' | ')} |`;
}

const [{ items: team }, products] = await Promise.all([
  callTool('users:list', { team: 'sales', limit: 50 }),
  callTool('products:list', {}),
]);

const months = new Map();
const sold = Object.create(null);
pages: for (let page = 1; ; page++) {
  const answer = await callTool('orders:list', { page, limit: 50 });
  for (const order of answer.items) {
    const number = Number(order.placedOn.split('-')[1]);
    if (!months.has(number)) months.set(number, new Month(number));
    months.get(number).add(order);
    sold[order.sku] = (sold[order.sku] ?? 0) + order.quantity;
    if (page >= answer.pages && order === answer.items.at(-1)) break pages;
  }
}

const names = new Map(products.map(({ sku, name }) => [sku, name]));
const top = Object.entries(sold).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, 5);
const first = [...months.values()].sort((a, b) => a.number - b.number);

const report = [
  '# Orders of 2025',
  '',
  `The sales team has ${team.length} people: ${team.map(({ name }) => name.split(' ')[0]).join(', ')}.`,
  '',
  ...table(['month', 'revenue', 'refunds'], first.map(({ title, cents, refunds }) => [title, euros(cents), refunds])),
  '',
  ...table(['product', 'pieces'], top.map(([sku, pieces]) => [row`${names.get(sku)} (${sku})`, pieces])),
].join('\n');

console.log(report);
return { lines: report.split('\n').length, report };
