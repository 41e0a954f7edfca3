// join, toString, toLocaleString: kinds of elements, cycles, nesting, limits.
const attempt = (f) => { try { return f(); } catch (e) { return e.name + ': ' + e.message; } };
print([1, 2, 3].join(), [1, 2, 3].join(''), [1, 2, 3].join(' - '), [].join(), [null].join(), [undefined, 1, , null].join('|')); // expect: 1,2,3 123 1 - 2 - 3   |1||
print([true, false, -5, 1.5, NaN, 1e21, -0, 2147483647, -2147483648].join(), ['a', 'é', '\u4e2d'].join('\u2192'), [0, 10, 100].join(0)); // expect: true,false,-5,1.5,NaN,1e+21,0,2147483647,-2147483648 a→é→中 00100100
print([[1, 2], [3, [4, 5]]].join(';'), [[]].join(), [[], []].join(), [{}].join(), [() => 1].length, `${[1, [2, 3]]}`); // expect: 1,2;3,4,5  , [object Object] 1 1,2,3
const cycle = [1, 2];
cycle.push(cycle, 3);
print(cycle.join(), `${cycle}`, cycle.toLocaleString()); // expect: 1,2,,3 1,2,,3 1,2,,3
const left = ['l'], right = ['r', left];
left.push(right);
print(left.join(), right.join('-')); // expect: l,r, r-l,
print([cycle, cycle].join(';'), [1, 2].join(undefined), attempt(() => [1].join(Symbol())), attempt(() => [Symbol()].join())); // expect: 1,2,,3;1,2,,3 1,2 TypeError: Cannot convert a Symbol value to a string TypeError: Cannot convert a Symbol value to a string
print([{ toString() { return 'T'; } }, { valueOf() { return 'V'; } }].join(), attempt(() => [{ toString() { throw new TypeError('no'); } }].join())); // expect: T,[object Object] TypeError: no
print(Array.prototype.join.call({ length: 3, 0: 'x', 2: 'z' }, '+'), Array.prototype.join.call('abc', '.'), Array.prototype.join.call(7), attempt(() => Array.prototype.join.call(null))); // expect: x++z a.b.c  TypeError: Cannot convert undefined or null to object
print(Array.prototype.toString.call({ join: () => 'joined' }), Array.prototype.toString.call({ join: 1 }), Array.prototype.toString.call(true), Array.prototype.toString.call([1, 2])); // expect: joined [object Object] [object Boolean] 1,2
print([1, null, 'x', undefined].toLocaleString(), [{ toLocaleString: () => 'loc' }].toLocaleString()); // expect: 1,,x, loc
const parts = [];
for (let i = 0; i < 200; i++) parts.push('item' + i);
print(parts.join(', ').length, parts.join('').slice(-8), attempt(() => new Array(2 ** 32 - 1).join('x'))); // expect: 1688 8item199 RangeError: Invalid string length
let rope = '';
for (let i = 0; i < 100; i++) rope += 'part' + i;
print([rope, rope].join('/').length, [rope + 'é', 1.25].join('').length); // expect: 1181 595
let nest = [];
for (let i = 0; i < 40; i++) nest = [nest, i];
print(nest.join().length); // expect: 110
const separators = [];
print([1, 2].join({ toString() { separators.push('sep'); return '&'; } }), separators.join()); // expect: 1&2 sep
