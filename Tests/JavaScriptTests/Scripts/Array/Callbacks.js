// Methods with a callback: arguments, holes, changes during the walk, array-likes, exceptions.
const show = (a) => {
    let text = '';
    for (let i = 0; i < a.length; i++) text += (i ? ',' : '') + (i in a ? `${a[i]}` : '-');
    return '[' + text + ']';
};
const attempt = (f) => { try { return f(); } catch (e) { return e.name + ': ' + e.message; } };
const seen = [];
[5, 6].forEach(function (v, i, o) { seen.push(v, i, o.length, this.tag); }, { tag: 't' });
print(seen.join()); // expect: 5,0,2,t,6,1,2,t
print([1, 2].forEach((x) => x), show([1, , 3].map((x) => x * 2)), show([1, 2, 3, 4].filter((x) => x % 2)), show([, 1, , 0].filter(() => true))); // expect: undefined [2,-,6] [1,3] [1,0]
print([1, 2, 3].some((x) => x > 2), [].some(() => true), [1, 2].every((x) => x > 1), [].every(() => false), [, 1].every((x) => x === 1)); // expect: true false false true true
print([1, 2, 3].find((x) => x > 1), [1].find((x) => x > 1), [1, 2, 3].findIndex((x) => x > 1), [, 1].findIndex((x) => x === undefined)); // expect: 2 undefined 1 0
print([1, 2, 3].findLast((x) => x < 3), [1, 2, 3].findLastIndex((x) => x < 3), [].findLast(() => true), [1, , ].findLastIndex((x) => x === undefined)); // expect: 2 1 undefined 1
print([1, 2, 3].reduce((a, b) => a + b), [1, 2, 3].reduceRight((a, b) => a + '-' + b), [].reduce((a) => a, 'init'), [7].reduce(() => 'never'), [, 7, , 8].reduce((a, b) => a + b)); // expect: 6 3-2-1 init 7 15
print(attempt(() => [].reduce((a) => a)), attempt(() => [, ,].reduceRight((a) => a)), attempt(() => [1].map(3)), attempt(() => [1].reduce())); // expect: TypeError: Reduce of empty array with no initial value TypeError: Reduce of empty array with no initial value TypeError: 3 is not a function TypeError: undefined is not a function
print(['a', 'b'].reduce((acc, v, i, o) => acc + v + i + o.length, ''), ['a', 'b'].reduceRight((acc, v, i, o) => acc + v + i + o.length, '')); // expect: a02b12 b12a02
print([1, undefined].reduce((a, b) => a + ':' + b), [1].reduce((a, b) => [a, b].join(), undefined)); // expect: 1:undefined ,1
const grow = [1, 2, 3];
print(show(grow.map((x) => { grow.push(x); return x; })), grow.length); // expect: [1,2,3] 6
const shrink = [1, 2, 3, 4];
print(show(shrink.map((x) => { shrink.pop(); return x; })), show(shrink)); // expect: [1,2,-,-] [1,2]
const cut = [1, 2, 3, 4];
const visited = [];
cut.forEach((x) => { visited.push(x); cut.length = 2; });
print(visited.join(), cut.reduce((a, b) => a + b), [1, 2, 3].findLast(function (x, i, o) { o.length = 0; return x === undefined; })); // expect: 1,2 3 undefined
const deleting = [1, 2, 3];
print(show(deleting.filter((x, i) => { delete deleting[i + 1]; return true; }))); // expect: [1,3]
const like = { length: '3', 0: 'a', 2: 'c', get 1() { return 'got'; } };
print(show(Array.prototype.map.call(like, (x, i, o) => x + (o === like))), Array.prototype.reduce.call(like, (a, b) => a + b), Array.prototype.find.call(like, (x) => x === 'got')); // expect: [atrue,gottrue,ctrue] agotc got
print(show(Array.prototype.filter.call('hello', (c) => c > 'h')), Array.prototype.every.call('aaa', (c) => c === 'a'), Array.prototype.map.call(5, (x) => x).length); // expect: [l,l,o] true 0
print(attempt(() => Array.prototype.map.call(null, (x) => x)).slice(0, 9), attempt(() => Array.prototype.map.call({ length: 2 ** 32 }, (x) => x)), attempt(() => Array.prototype.map.call({ get length() { throw new Error('no'); } }, 1))); // expect: TypeError RangeError: Invalid array length Error: no
print(attempt(() => [1, 2, 3].map((x) => { if (x === 2) throw new Error('at ' + x); }))); // expect: Error: at 2
const sparse = [];
sparse[100000] = 'far';
print(sparse.map((x) => x).length, sparse.filter(() => true).length, sparse.findIndex((x) => x), sparse.reduce((a, b) => b, 0), sparse.indexOf('far'), sparse.lastIndexOf('far')); // expect: 100001 1 100000 far 100000 100000
Array.prototype[1] = 'P';
print(show2([0, , 2].map((x) => x)), [0, , 2].reduce((a, b) => a + '' + b), [0, , 2].indexOf('P'), [0, , 2].includes('P')); // expect: 0P2true 0P2 1 true
function show2(a) { return a[0] + a[1] + a[2] + a.hasOwnProperty(1); }
delete Array.prototype[1];
print([[1, 2], [3]].map((r) => r.map((x) => x * 10).reduce((a, b) => a + b)).join(), [1, 2, 3].map((x) => `${x}`).map(parse).join()); // expect: 30,30 1!,2!,3!
function parse(s) { return s + '!'; }
print([NaN].includes(NaN), [NaN].indexOf(NaN), [0].includes(-0), [, ].includes(undefined), [, ].indexOf(undefined), ['ab'].includes('a' + 'b'), [1, 2, 1].lastIndexOf(1), [1, 2, 1].lastIndexOf(1, -2), [1].lastIndexOf(1, undefined), [1, 2].indexOf(2, -1), [1.5].indexOf(1.5)); // expect: true -1 true true -1 true 2 0 0 1 0
print([1, 2, 3].indexOf(1, 5), [1].indexOf(1, -5), [1].lastIndexOf(1, -5), [].includes(1), ['x'].includes('x', { valueOf: () => 0 }), [5].indexOf(5, 0.9), [5].includes(5, '0')); // expect: -1 0 -1 false true 0 true
function* walk() { yield* [1, 2, 3].map((x) => x * 2); }
print([...walk()].join(), [...[7, 8].entries()].join(';'), [...[7, 8].keys()].join(), [...[7, , 8].values()].join()); // expect: 2,4,6 0,7;1,8 0,1 7,,8
