// Exceeds a limit: keeps every page it reads and copies all of them each time, until the heap is full.
// Shows: the execution ends with MEMORY_LIMIT_EXCEEDED, and neither catch nor finally gets to see it.

const pages = [];
let survived = 'nothing';

try {
  while (true) {
    const { items } = await callTool('orders:list', { page: 1 + (pages.length % 4), limit: 50 });
    pages.push(items);
    for (let copies = 0; copies < 1000; copies++) {
      pages.push(pages.flat().map((order) => ({ ...order, note: `copy ${copies} of order ${order.id}` })));
    }
  }
} catch (error) {
  survived = 'catch';
  console.log('the script caught its own limit');
} finally {
  console.log('the script went on after its own limit');
}

return survived;
