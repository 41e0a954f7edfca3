// large
// A table that is replaced again and again is not kept by an iterator that stands in the first one.
const m = new Map([[1, 1]]), it = m.keys();
for (let i = 0; i < 1000000; i++) { m.set(2, 1); m.delete(2); }
print([...it].join(), m.size);
const s = new Set(); for (let i = 0; i < 100000; i++) s.add('k' + i);
for (let i = 0; i < 100000; i += 2) s.delete('k' + i);
let n = 0; for (const v of s) n++;
print(n, s.size, s.has('k1'), s.has('k2'));
// expect: 1 1
// expect: 50000 50000 true false
