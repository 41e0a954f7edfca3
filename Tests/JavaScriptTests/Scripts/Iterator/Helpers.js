// Iterator helpers: laziness, closing, errors, Iterator.from.
const attempt = (f) => { try { return f(); } catch (e) { return e.name + ': ' + e.message; } };
const log = [];
function source(limit = Infinity) {
    let i = 0;
    return { __proto__: Iterator.prototype, next() { log.push('n'); return { value: i, done: i++ >= limit }; }, return() { log.push('r'); return {}; } };
}
const flush = () => log.splice(0).join('');
print(source(3).map((x, i) => x * 10 + i).toArray().join(), flush()); // expect: 0,11,22 nnnn
print(source(6).filter((x) => x % 2).map((x) => x * x).toArray().join()); // expect: 1,9,25
print(source().take(3).toArray().join(), flush()); // expect: 0,1,2 nnnnnnnnnnr
print(source(5).drop(3).toArray().join(), source(2).drop(9).toArray().length); // expect: 3,4 0
print(source(3).flatMap((x) => [x, x]).toArray().join(), source(2).flatMap((x) => new Set2(x)).toArray().join()); // expect: 0,0,1,1,2,2 s,s
function Set2() { this[Symbol.iterator] = function* () { yield 's'; }; }
flush();
print(source().find((x) => x > 1), source().some((x) => x === 1), source().every((x) => x < 1), flush()); // expect: 2 true false nnnrnnrnnr
print(source(4).reduce((a, b) => a + b), source(4).reduce((a, b) => a + b, 'x'), attempt(() => source(0).reduce(() => 1))); // expect: 6 x0123 TypeError: Reduce of a done iterator with no initial value
flush();
source(2).forEach((x, i) => log.push(x, i));
print(flush()); // expect: n00n11n
print(attempt(() => source().map(3)), flush()); // expect: TypeError: 3 is not a function r
print(attempt(() => source().take(NaN)), attempt(() => source().drop(-1)), flush()); // expect: RangeError: NaN must be positive RangeError: -1 must be positive rr
print(attempt(() => source().map(() => { throw new Error('mapper'); }).next()), flush()); // expect: Error: mapper nr
const lazy = source().map((x) => x);
print(flush() === '', lazy.next().value, lazy.return().done, lazy.next().done, flush()); // expect: true 0 true true nr
const unstarted = source().filter(() => true);
print(unstarted.return().done, unstarted.next().done, flush()); // expect: true true r
for (const x of source().map((x) => x)) { if (x === 1) break; }
print(flush()); // expect: nnr
print(Object.prototype.toString.call(lazy), lazy[Symbol.toStringTag], Iterator.prototype[Symbol.toStringTag]); // expect: [object Iterator Helper] Iterator Helper Iterator
const from = Iterator.from({ next: () => ({ value: 1, done: false }) });
print(from instanceof Iterator, from.take(2).toArray().join(), Iterator.from([1, 2]).map((x) => x + 1).toArray().join(), Iterator.from('ab').toArray().join()); // expect: true 1,1 2,3 a,b
print(attempt(() => new ([].values().map)()).slice(0, 9)); // expect: TypeError
print(attempt(() => Iterator()), attempt(() => new Iterator()), attempt(() => Iterator.from(5))); // expect: TypeError: Constructor Iterator requires 'new' TypeError: Abstract class Iterator not directly constructable TypeError: 5 is not an object
class Mine extends Iterator { next() { return { done: true }; } }
print(new Mine() instanceof Iterator, new Mine().toArray().length, [].values() instanceof Iterator, (function* () {})() instanceof Iterator); // expect: true 0 true true
function* count() { let i = 0; while (true) yield i++; }
print(count().filter((x) => x % 3 === 0).map((x) => x * x).drop(1).take(4).toArray().join()); // expect: 9,36,81,144
print(attempt(() => Iterator.prototype.map.call(1, (x) => x)), attempt(() => lazy.next.call({}))); // expect: TypeError: Iterator helper called on non-object TypeError: Iterator Helper.prototype.next called on incompatible receiver #<Object>
