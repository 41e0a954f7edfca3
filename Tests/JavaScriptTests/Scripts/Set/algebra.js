const a = new Set([1, 2, 3, 4]), b = new Set([3, 4, 5]);
const show = (s) => print([...s].join());
show(a.union(b)); show(a.intersection(b)); show(b.intersection(a)); show(a.difference(b)); show(b.difference(a)); show(a.symmetricDifference(b));
print(a.isSubsetOf(b), new Set([3]).isSubsetOf(a), a.isSupersetOf(new Set([1, 2])), a.isSupersetOf(b), a.isDisjointFrom(b), a.isDisjointFrom(new Set([9])));
show(a.union(new Map([[9, 'x']]))); show(a.intersection(new Map([[1, 0], [2, 0], [7, 0], [8, 0], [9, 0]])));
const log = [];
const like = { get size() { log.push('size'); return 2; }, get has() { log.push('has'); return (v) => { log.push('has ' + v); return v === 2; }; },
    get keys() { log.push('keys'); return function* () { log.push('start'); yield 2; yield 7; }; } };
show(new Set([1, 2]).intersection(like)); show(new Set([1, 2, 3]).intersection(like)); show(a.difference(like)); print(log.join('; '));
function fails(f) { try { f(); print('no error'); } catch (e) { print(e.name); } }
fails(() => a.union([1])); fails(() => a.union({ size: -1, has() {}, keys() {} })); fails(() => a.union({ size: 1, keys() {} })); fails(() => a.union(5)); fails(() => Set.prototype.union.call([], a));
let closed = 0; const closing = { size: 1, has() {}, keys() { return { next() { return { done: false, value: 99 }; }, return() { closed++; return {}; } }; } };
print(a.isSupersetOf(closing), closed);
// A set that changes while it is walked.
const shrinking = new Set([1, 2, 3, 4]);
show(shrinking.difference({ size: 10, has(v) { shrinking.delete(v + 1); return false; }, keys() {} })); show(shrinking);
// expect: 1,2,3,4,5
// expect: 3,4
// expect: 3,4
// expect: 1,2
// expect: 5
// expect: 1,2,5
// expect: false true true false false true
// expect: 1,2,3,4,9
// expect: 1,2
// expect: 2
// expect: 2
// expect: 1,3,4
// expect: size; has; keys; has 1; has 2; size; has; keys; start; size; has; keys; start
// expect: TypeError
// expect: RangeError
// expect: TypeError
// expect: TypeError
// expect: TypeError
// expect: false 1
// expect: 1,2,3,4
// expect: 1,3
