// large
let deep = '';
for (let i = 0; i < 50000; i++) deep += '[';
for (let i = 0; i < 50000; i++) deep += ']';
let d = JSON.parse(deep), n = 0;
print(JSON.stringify(d) === deep);
while (d) { d = d[0]; n++; }
print(n);
let chain = {}; const root = chain;
for (let i = 0; i < 3000; i++) chain = chain.n = {};
print(JSON.stringify(root).length);
chain.n = root; try { JSON.stringify(root); } catch (e) { print(e.message.length); }
let big = [];
for (let i = 0; i < 20000; i++) big[i] = { id: i, name: 'n' + i, tags: ['a', 'b'], more: i % 3 ? { x: i / 7 } : null };
const text = JSON.stringify(big);
print(text.length, JSON.stringify(JSON.parse(text)) === text);
// expect: true
// expect: 50000
// expect: 18002
// expect: 320
// expect: 1372084 true
