// sort, toSorted: order, stability, holes, undefined, comparators that misbehave.
const show = (a) => {
    let text = '';
    for (let i = 0; i < a.length; i++) text += (i ? ',' : '') + (i in a ? `${a[i]}` : '-');
    return '[' + text + ']';
};
const attempt = (f) => { try { return f(); } catch (e) { return e.name; } };
print(show([3, 1, 2].sort()), show([10, 9, 1, 100, 2].sort()), show([10, 9, 1].sort((a, b) => a - b)), show(['b', 'a', 'C', ''].sort())); // expect: [1,2,3] [1,10,100,2,9] [1,9,10] [,C,a,b]
print(show([3, undefined, 1, , 2].sort()), show([undefined, 3, , 1].sort((a, b) => b - a)), show([true, false, null, NaN, 1.5, -1, '-2'].sort())); // expect: [1,2,3,undefined,-] [3,1,undefined,-] [-1,-2,1.5,NaN,false,null,true]
print(show(['é', 'z', 'a', '\u{1F600}', '\uFF5E'].sort()), show(['aaaab', 'aaaaa', 'aaaa', 'aaa'].sort())); // expect: [a,z,é,😀,～] [aaa,aaaa,aaaaa,aaaab]
const items = [];
for (let i = 0; i < 200; i++) items.push({ key: (i * 7919) % 13, at: i });
items.sort((a, b) => a.key - b.key);
let ok = true;
for (let i = 1; i < items.length; i++) {
    const p = items[i - 1], q = items[i];
    if (p.key > q.key || p.key === q.key && p.at > q.at) ok = false;
}
print(ok); // expect: true
let seed = 12345;
const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648);
const numbers = [];
for (let i = 0; i < 300; i++) numbers.push(random() % 1000);
const sorted = numbers.toSorted((a, b) => a - b);
print(sorted.every((x, i) => i === 0 || sorted[i - 1] <= x), sorted.length, numbers.length, numbers !== sorted); // expect: true 300 300 true
const text = numbers.slice().sort();
print(text.every((x, i) => i === 0 || `${text[i - 1]}` <= `${x}`)); // expect: true
const asc = sorted.slice();
let calls = 0;
asc.sort((a, b) => { calls++; return a - b; });
print(asc.every((x, i) => x === sorted[i]), calls < 700, asc.sort((a, b) => b - a)[0] === sorted[299]); // expect: true true true
print(show([2, 1].sort(() => NaN)), show([2, 1].sort((a, b) => `${a - b}`)), show([2, 1].sort((a, b) => ({ valueOf: () => a - b }))), show([2, 1].sort(() => undefined))); // expect: [2,1] [1,2] [1,2] [2,1]
print(attempt(() => [1, 2].sort(null)), attempt(() => [1, 2].sort({})), attempt(() => [].toSorted('x')), attempt(() => [1, Symbol()].sort()), attempt(() => [2, 1].sort(() => { throw new RangeError(); }))); // expect: TypeError TypeError TypeError TypeError RangeError
print(show([{ toString: () => 'b' }, { toString: () => 'a' }].sort()), show([[2], [1, 5], [1]].sort())); // expect: [a,b] [1,1,5,2]
print(show(Array.prototype.sort.call({ length: 3, 0: 'z', 2: 'a' })), Object.keys(Array.prototype.sort.call({ length: 4, 0: 'z', 2: 'a' })).join()); // expect: [a,z,-] 0,1,length
const frozen = Object.freeze([2, 1]);
print(attempt(() => frozen.sort()), show(frozen.toSorted()), show(frozen)); // expect: TypeError [1,2] [2,1]
const changing = [3, 2, 1];
print(show(changing.sort((a, b) => { changing.length = 0; return a - b; })), show(changing)); // expect: [1,2,3] [1,2,3]
const growing = [3, 2, 1];
growing.sort((a, b) => { growing.push(9); return a - b; });
print(growing[0], growing[1], growing[2], growing.length > 3); // expect: 1 2 3 true
const accessors = [3, 0, 1];
const stored = [];
Object.defineProperty(accessors, 1, { get: () => 2, set: (v) => stored.push(v), configurable: true });
print(show(accessors.sort()), stored.join()); // expect: [1,2,3] 2
print([5, 1, 4].sort(undefined).join(), [1, 2, 3].sort((a, b) => b > a ? 1 : -1).join(), ['x', 'y'].toSorted((a, b) => a < b ? 1 : -1).join()); // expect: 1,4,5 3,2,1 y,x
print([3, 20, 100, undefined, 1].toSorted().map((x) => `${x}`).join(), attempt(() => Array.prototype.toSorted.call({ length: 2 ** 32 }))); // expect: 1,100,20,3,undefined RangeError
