const m = new Map([['a', 1], ['b', 2], [NaN, 3], [0, 'zero'], [undefined, 'u'], [null, 'n']]);
print(m.size, m.get('a'), m.get('b'), m.get(NaN), m.get(-0), m.get(undefined), m.get(null), m.get('x'));
print(m.has(0), m.has('0'), m.delete('a'), m.delete('a'), m.size, m.has('a'));
print(m.set('a', 10) === m, [...m.keys()].map(String).join());
m.set(-0, 'z'); print(1 / [...m.keys()][2], m.get(0));
const key = {}, f = () => 1, sym = Symbol('s');
m.set(key, 'object').set(f, 'function').set(sym, 'symbol').set(true, 'bool').set(1.5, 'double').set(2 ** 40, 'large');
print(m.get(key), m.get({}), m.get(f), m.get(sym), m.get(true), m.get(3 / 2), m.get(1099511627776), m.get(1099511627777));
// A whole number is the same key however it was computed.
m.set(7, 'seven'); print(m.get(3.5 * 2), m.get(7.000), m.get('7'));
const long = 'abcdefghijklmnopqrstuvwxyz0123456789';
m.set(long + long, 'rope'); print(m.get((long + long + 'x').slice(0, 72)), m.get(long.concat(long)));
m.set('é€', 1); print(m.get('xé€'.slice(1)));
for (const [k, v] of new Map([['x', 1], ['y', 2]])) print(k, v);
for (const v of new Map([['x', 1]]).values()) print(v);
new Map([['x', 1], ['y', 2]]).forEach(function (v, k, map) { print(v, k, map.size, this.t); }, { t: 'this' });
print(Object.prototype.toString.call(m), Map.name, Map.length, Map.prototype.entries === Map.prototype[Symbol.iterator], Map[Symbol.species] === Map);
const it = m.entries(); print(Object.prototype.toString.call(it), JSON.stringify(it.next()), it[Symbol.iterator]() === it);
function fails(f) { try { f(); print('no error'); } catch (e) { print(e.name + ': ' + e.message); } }
fails(() => Map()); fails(() => new Map([1])); fails(() => Map.prototype.get.call({})); fails(() => new Map().entries().next.call({}));
fails(() => Map.prototype.set.call(new Set(), 1, 2));
class Counted extends Map { constructor(x) { super(x); this.n = this.n || 0; } set(k, v) { this.n = (this.n || 0) + 1; return super.set(k, v * 2); } }
const c = new Counted([['a', 1], ['b', 2]]); print(c.size, c.get('b'), c instanceof Map, c instanceof Counted, c.n);
print(new Map(m).size === m.size, new Map([...m]).size === m.size, new Map(null).size, new Map(new Set([[1, 2]])).get(1));
let closed = 0;
const bad = { [Symbol.iterator]() { return { next() { return { done: false, value: 5 }; }, return() { closed++; return {}; } }; } };
fails(() => new Map(bad)); print(closed);
print(new Map([['a', 1, 2], ['b']]).get('b'), JSON.stringify([...new Map([['a', 1]])]));
print(JSON.stringify(Array.from(new Map([[1, 2]]))), JSON.stringify(Object.fromEntries(new Map([['k', 'v']]))));
const { size } = new Map([[1, 1]]); print(size);
// expect: 6 1 2 3 zero u n undefined
// expect: true false true false 5 false
// expect: true b,NaN,0,undefined,null,a
// expect: Infinity z
// expect: object undefined function symbol bool double large undefined
// expect: seven seven undefined
// expect: rope rope
// expect: 1
// expect: x 1
// expect: y 2
// expect: 1
// expect: 1 x 2 this
// expect: 2 y 2 this
// expect: [object Map] Map 0 true true
// expect: [object Map Iterator] {"value":["b",2],"done":false} true
// expect: TypeError: Constructor Map requires 'new'
// expect: TypeError: Iterator value 1 is not an entry object
// expect: TypeError: Method Map.prototype.get called on incompatible receiver #<Object>
// expect: TypeError: Method Map Iterator.prototype.next called on incompatible receiver #<Object>
// expect: TypeError: Method Map.prototype.set called on incompatible receiver #<Set>
// expect: 2 4 true true 2
// expect: true true 0 2
// expect: TypeError: Iterator value 5 is not an entry object
// expect: 1
// expect: undefined [["a",1]]
// expect: [[1,2]] {"k":"v"}
// expect: 1
