// Array, Array.from, Array.of, Array.isArray, length, unscopables.
const attempt = (f) => { try { return f(); } catch (e) { return e.name + ': ' + e.message; } };
print(Array().length, Array(3).length, Array(1, 2).join(), new Array('3').join(), new Array(2 ** 32 - 1).length, 0 in Array(3)); // expect: 0 3 1,2 3 4294967295 false
print(attempt(() => new Array(-1)), attempt(() => Array(1.5)), attempt(() => new Array(2 ** 32)), attempt(() => [].length = -1), Array(undefined).length); // expect: RangeError: Invalid array length RangeError: Invalid array length RangeError: Invalid array length RangeError: Invalid array length 1
print(Array.isArray([]), Array.isArray({ length: 0 }), Array.isArray(Array.prototype), Array.isArray(new (class extends Array {})()), Array.isArray(), Array.length, Array.name, Array.prototype.length); // expect: true false true true false 1 Array 0
print(Array.of(1, 2, 3).join(), Array.of(7).length, Array.of.call(function (n) { this.n = n; }, 'a', 'b').n, Array.of.call(undefined, 1).length); // expect: 1,2,3 1 2 1
print(Array.from([1, , 3]).join(), Array.from('añ😀').length, Array.from({ length: 3 }, (_, i) => i * i).join(), Array.from({ length: 2, 0: 'x' }).join(), Array.from(5).length); // expect: 1,,3 3 0,1,4 x, 0
print(Array.from([1, 2], function (x) { return x + this.k; }, { k: 10 }).join(), attempt(() => Array.from([1], {})), attempt(() => Array.from(null)), attempt(() => Array.from({ [Symbol.iterator]: 1 })).slice(0, 9)); // expect: 11,12 TypeError: #<Object> is not a function TypeError: object null is not iterable (cannot read property Symbol(Symbol.iterator)) TypeError
const closings = [];
function* three() { try { yield 1; yield 2; yield 3; } finally { closings.push('closed'); } }




print(Array.from(three()).join(), closings.join()); // expect: 1,2,3 closed
print(attempt(() => Array.from(three(), (x) => { if (x === 2) throw new Error('mapper'); return x; })), closings.join()); // expect: Error: mapper closed,closed
class Sub extends Array { constructor(...a) { super(...a); this.made = a.length; } }
print(Sub.from([1, 2]).made, Sub.from({ length: 2 }).made, Sub.of(1, 2, 3).made, Sub.from([1, 2]).length, Sub.from(three()) instanceof Sub); // expect: 0 1 1 2 true
const target = function () { return Object.defineProperty({}, 0, { value: 1 }); };
print(attempt(() => Array.from.call(target, [5])), Array.from.call({}, 'ab').join(), Array.from.call(Object, [1, 2]).length); // expect: TypeError: Cannot redefine property: 0 a,b 2
print(Array[Symbol.species] === Array, Array.prototype[Symbol.iterator] === Array.prototype.values, Object.keys(Array.prototype[Symbol.unscopables]).sort().join()); // expect: true true at,copyWithin,entries,fill,find,findIndex,findLast,findLastIndex,flat,flatMap,includes,keys,toReversed,toSorted,toSpliced,values
const a = [1, 2, 3];
a.length = 1;
print(a.join(), a.length, a[1], (a.length = 4, a.join()), (a[9] = 1, a.length), attempt(() => { 'use strict'; a.length = 'x'; }), (a.length = '2', a.length), (a.length = { valueOf: () => 1 }, a.length)); // expect: 1 1 undefined 1,,, 10 RangeError: Invalid array length 2 1
a[4294967295] = 'not an index';
a[4294967294] = 'last';
print(a.length, attempt(() => a.push('over')), a[4294967295], Object.keys(a).join()); // expect: 4294967295 RangeError: Invalid array length over 0,4294967294,4294967295
const ops = [];
const order = new Array(20);
for (let i = 19; i >= 0; i--) order[i] = i;
print(order.join(), Object.getOwnPropertyNames([1, 2]).join(), JSON2(Object.getOwnPropertyDescriptor([1], 'length'))); // expect: 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19 0,1,length 1,true,false,false
function JSON2(d) { return [d.value, d.writable, d.enumerable, d.configurable].join(); }
const grid = Array.from({ length: 3 }, () => Array(2).fill(0));
grid[1][1] = 5;
print(grid.join('|'), Array.apply(null, Array(2)).join(), [...Array(3).keys()].join(), Array.from(Array(2).entries()).join()); // expect: 0,0|0,5|0,0 , 0,1,2 0,,1,
const big = new Array(10000);
big[9999] = 1;
print(big.length, big.indexOf(1), 5 in big, big.fill(2).reduce((x, y) => x + y)); // expect: 10000 9999 false 20000
const huge = new Array(5000000);
huge[4999999] = 1;
print(huge.length, huge[4999999], huge.pop(), huge.length); // expect: 5000000 1 1 4999999
const p = [5, 6];
const child = Object.create(p);
print(child.length, child[0], (child[0] = 7, p[0]), child.hasOwnProperty('length')); // expect: 2 5 5 false
const inherits = [, 1];
Object.setPrototypeOf(inherits, [9]);
print(inherits[0], (Object.getPrototypeOf(inherits)[0] = 8, inherits[0]), Array.prototype.indexOf.call(inherits, 8)); // expect: 9 8 0
print(typeof Array.prototype.concat.name, Array.prototype.concat.length, Array.prototype.push.length, Array.from.length, 'prototype' in Array.prototype.map, attempt(() => new [].map()).slice(0, 9), attempt(() => new Array.from()).slice(0, 9)); // expect: string 1 1 1 false TypeError TypeError
