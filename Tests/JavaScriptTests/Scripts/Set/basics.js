const s = new Set([1, 2, 2, NaN, NaN, 0, -0, 'a', 'a', undefined]);
print(s.size, [...s].map(String).join(), s.has(-0), s.has(NaN), s.has('b'));
print(s.add('b') === s, s.delete(1), s.delete(1), s.size);
for (const v of new Set('hello')) print(v);
print([...new Set([3, 1, 3, 2])].join(), JSON.stringify([...new Set(['x']).entries()]));
new Set(['p', 'q']).forEach((v, k, set) => print(v, k, set.size));
print(Set.prototype.keys === Set.prototype.values, Set.prototype[Symbol.iterator] === Set.prototype.values, Object.prototype.toString.call(s));
class Upper extends Set { add(v) { return super.add(String(v).toUpperCase()); } }
print([...new Upper(['a', 'b', 'A'])].join());
function fails(f) { try { f(); print('no error'); } catch (e) { print(e.name + ': ' + e.message); } }
fails(() => Set()); fails(() => Set.prototype.has.call(new Map(), 1)); fails(() => new Set().values().next.call(new Map().values()));
print(new Set(new Set([1, 2])).size, new Set(new Map([[1, 2]])).size, new Set([, 1]).has(undefined), new Set(null).size);
const live = new Set([1]); let n = 0; for (const v of live) { if (++n < 10) live.add(v + 1); } print(n, live.size);
s.clear(); print(s.size, [...s].length);
const objects = []; for (let i = 0; i < 80; i++) objects.push({ i });
const set = new Set(objects); let ok = true; for (const o of objects) ok = ok && set.has(o) && !set.has({ i: o.i }); print(ok, set.size);
for (const [i, o] of objects.entries()) if (i % 2) set.delete(o); print(set.size, set.has(objects[0]), set.has(objects[1]));
print(Array.from(new Set([1, 2]), (x) => x * 2).join());
// expect: 6 1,2,NaN,0,a,undefined true true false
// expect: true true false 6
// expect: h
// expect: e
// expect: l
// expect: o
// expect: 3,1,2 [["x","x"]]
// expect: p p 2
// expect: q q 2
// expect: true true [object Set]
// expect: A,B
// expect: TypeError: Constructor Set requires 'new'
// expect: TypeError: Method Set.prototype.has called on incompatible receiver #<Map>
// expect: TypeError: Method Set Iterator.prototype.next called on incompatible receiver #<Object>
// expect: 2 1 true 0
// expect: 10 10
// expect: 0 0
// expect: true 80
// expect: 40 true false
// expect: 2,4
