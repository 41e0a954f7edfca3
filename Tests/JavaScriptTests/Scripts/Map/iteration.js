// Iterators stay right while the map changes under them.
const m = new Map(); for (let i = 0; i < 10; i++) m.set(i, i);
let seen = [];
for (const [k] of m) { seen.push(k); if (k % 2 === 0) m.delete(k); if (k === 3) { m.set('new', 1); m.delete(4); } if (seen.length > 50) break; }
print(seen.join());
const n = new Map([[1, 1]]); seen = [];
for (const [k] of n) { seen.push(k); if (k < 100) { n.delete(k); n.set(k + 1, 1); } }
print(seen.length, seen[99], n.size);
const c = new Map([[1, 1], [2, 2], [3, 3]]); seen = [];
for (const k of c.keys()) { seen.push(k); if (k === 2) { c.clear(); c.set('x', 1); c.set('y', 1); } }
print(seen.join());
// Compaction while several iterators stand in the table.
const big = new Map(); for (let i = 0; i < 100; i++) big.set(i, i);
const its = [0, 10, 50, 99].map((p) => { const it = big.keys(); for (let i = 0; i < p; i++) it.next(); return it; });
for (let i = 0; i < 95; i++) big.delete(i);
for (let i = 200; i < 300; i++) big.set(i, i);
print(its.map((it) => it.next().value).join());
print(its.map((it) => [...it].length).join());
const e = big.values(); while (!e.next().done); big.set('late', 1); print(e.next().done, JSON.stringify(e.next()));
let sum = 0; big.forEach((v, k) => { sum += v; big.delete(k); if (k === 299) big.set(1000, 1000); }); print(sum, big.size);
const values = new Map([['a', 1], ['b', 2], ['c', 3]]).values();
for (const v of values) { print(v); break; }
print([...values].join());
const order = new Map(); for (const k of ['z', 'a', 5, 1, 'z', 3]) order.set(k, 0); order.delete('a'); order.set('a', 0);
print([...order.keys()].join());
let total = 0; const many = new Map();
for (let i = 0; i < 200; i++) many.set('key' + i, i);
for (let i = 0; i < 200; i += 3) many.delete('key' + i);
for (const [k, v] of many) total += v;
print(many.size, total, many.get('key199'), many.get('key198'));
const [first, second] = new Map([['p', 1], ['q', 2], ['r', 3]]); print(first.join(), second.join());
print(Math.max(...new Map([[1, 5], [2, 7]]).values()));
// An iterator that waits while the table is replaced many times.
const churn = new Map([[1, 1], [2, 2], [3, 3]]), waiting = churn.keys(), atTwo = churn.keys(); atTwo.next();
for (let i = 0; i < 100; i++) { churn.set('t' + i, i); churn.delete('t' + i); if (i === 50) churn.delete(2); }
churn.set('last', 1); print([...waiting].join(), [...atTwo].join());
const cleared = new Map([[1, 1], [2, 2]]), before = cleared.keys(); before.next(); cleared.clear();
for (let i = 0; i < 20; i++) cleared.set(i, i); for (let i = 0; i < 15; i++) cleared.delete(i);
print([...before].join());
const proto = Object.getPrototypeOf(new Map().entries()), next = proto.next;
proto.next = function () { const r = next.call(this); if (!r.done) r.value = 'patched'; return r; };
for (const x of new Map([[1, 2]])) print(x);
proto.next = next;
Map.prototype[Symbol.iterator] = function* () { yield 'own'; };
for (const x of new Map([[1, 2]])) print(x);
// expect: 0,1,2,3,5,6,7,8,9,new
// expect: 100 100 1
// expect: 1,2,x,y
// expect: 95,95,95,99
// expect: 104,104,104,100
// expect: true {"done":true}
// expect: 26436 0
// expect: 1
// expect: 2,3
// expect: z,5,1,3,a
// expect: 133 13267 199 undefined
// expect: p,1 q,2
// expect: 7
// expect: 1,3,last 3,last
// expect: 15,16,17,18,19
// expect: patched
// expect: own
