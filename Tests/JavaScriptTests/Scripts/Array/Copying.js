// concat, flat, flatMap, slice, toReversed, toSorted, toSpliced, with; species and subclasses.
const show = (a) => {
    let text = '';
    for (let i = 0; i < a.length; i++) text += (i ? ',' : '') + (i in a ? (Array.isArray(a[i]) ? show(a[i]) : `${a[i]}`) : '-');
    return '[' + text + ']';
};
const attempt = (f) => { try { return f(); } catch (e) { return e.name + ': ' + e.message; } };
const a = [1, 2, 3, 4, 5];
print(show(a.slice()), show(a.slice(1, 3)), show(a.slice(-2)), show(a.slice(2, -1)), show(a.slice(9)), show(a.slice('1', '2')), show([1, , 3].slice(1))); // expect: [1,2,3,4,5] [2,3] [4,5] [3,4] [] [2] [-,3]
print(show([].concat(1, [2], [[3]], 'x', { length: 1 }.length))); // expect: [1,2,[3],x,1]
const spreadable = { length: 2, 0: 'p', 1: 'q', [Symbol.isConcatSpreadable]: true };
const closed = Object.assign([8, 9], { [Symbol.isConcatSpreadable]: false });
print(show([0].concat(spreadable)), [0].concat(closed).length, show(Array.prototype.concat.call(1, 2).slice(1))); // expect: [0,p,q] 2 [2]
print(show([1, [2, [3, [4]]]].flat()), show([1, [2, [3, [4]]]].flat(2)), show([1, [2, [3, [4]]]].flat(Infinity)), show([[1], [[2]]].flat(0)), show([1, , [2, , 3]].flat())); // expect: [1,2,[3,[4]]] [1,2,3,[4]] [1,2,3,4] [[1],[[2]]] [1,2,3]
print(show([1, 2, 3].flatMap((x) => [x, x * 2])), show([1, 2].flatMap((x) => [[x]])), show([3, 4].flatMap((x) => x)), show([1, 2].flatMap(() => []))); // expect: [1,2,2,4,3,6] [[1],[2]] [3,4] []
print(show(a.toReversed()), show(a.with(0, 'w')), show(a.with(-1, 'w')), show(a.toSpliced(1, 2, 'n')), show(a.toSpliced(1)), show(a.toSpliced()), show(a)); // expect: [5,4,3,2,1] [w,2,3,4,5] [1,2,3,4,w] [1,n,4,5] [1] [1,2,3,4,5] [1,2,3,4,5]
print(show([1, , 3].toReversed()), show([1, , 3].with(0, 2)), show([, 1].toSpliced(0, 0)), show([3, , 1].toSorted())); // expect: [3,undefined,1] [2,undefined,3] [undefined,1] [1,3,undefined]
print(attempt(() => a.with(7, 0)), attempt(() => a.with(-6, 0))); // expect: RangeError: Invalid index : 7 RangeError: Invalid index : -6
print(show(Array.prototype.with.call({ length: 2, 0: 'x' }, 1, 'y')), show(Array.prototype.toReversed.call('abc')), show(Array.prototype.slice.call({ length: 3, 1: 'b' }))); // expect: [x,y] [c,b,a] [-,b,-]
print(attempt(() => Array.prototype.toReversed.call({ length: 2 ** 32 })), attempt(() => Array.prototype.with.call({ length: 2 ** 32 }, 0, 0))); // expect: RangeError: Invalid array length RangeError: Invalid array length
class Sub extends Array {}
const sub = Sub.from([3, 1, 2]);
print(sub instanceof Sub, sub.map((x) => x) instanceof Sub, sub.filter(() => true).constructor === Sub, sub.slice().constructor === Sub); // expect: true true true true
print(sub.concat([1]).constructor === Sub, sub.flat().constructor === Sub, sub.flatMap((x) => x).constructor === Sub, sub.splice(0, 1).constructor === Sub); // expect: true true true true
print(sub.toSorted().constructor === Array, sub.toReversed().constructor === Array, sub.with(0, 1).constructor === Array); // expect: true true true
class Other extends Array { static get [Symbol.species]() { return Array; } }
print(new Other(1, 2).map((x) => x).constructor === Array, new Other(1, 2).length, show(new Other(1, 2))); // expect: true 2 [1,2]
class Bad { constructor(n) { this.n = n; Object.freeze(this); } }
const bad = [1, 2];
bad.constructor = { [Symbol.species]: Bad };
print(attempt(() => bad.map((x) => x)), attempt(() => bad.slice()), attempt(() => bad.concat())); // expect: TypeError: Cannot define property 0, object is not extensible TypeError: Cannot define property 0, object is not extensible TypeError: Cannot define property 0, object is not extensible
bad.constructor = { [Symbol.species]: null };
print(bad.map((x) => x + 1).constructor === Array, show(bad.slice(1))); // expect: true [2]
bad.constructor = 5;
print(attempt(() => bad.filter((x) => x))); // expect: TypeError: object.constructor[Symbol.species] is not a constructor
bad.constructor = undefined;
print(show(bad.filter((x) => x))); // expect: [1,2]
const lengths = [];
const counted = [1, 2, 3];
counted.constructor = { [Symbol.species]: function (n) { lengths.push(n); return {}; } };
print(counted.map((x) => x)[2], counted.filter(() => true)[0], counted.slice(1).length, counted.splice(0, 2).length, counted.concat(1)[0], lengths.join()); // expect: 3 1 2 2 3 3,0,2,2,0
const original = Array.prototype.constructor;
Array.prototype.constructor = Sub;
print([1].map((x) => x) instanceof Sub, [1].slice() instanceof Sub); // expect: true true
Array.prototype.constructor = original;
print([1].map((x) => x) instanceof Sub); // expect: false
const getter = [1, 2, 3];
Object.defineProperty(getter, 1, { get() { return 'g'; }, enumerable: true });
print(show(getter.slice()), show(getter.concat(getter)), show([getter].flat()), show(getter.with(0, 'z')), show(getter.toReversed())); // expect: [1,g,3] [1,g,3,1,g,3] [1,g,3] [z,g,3] [3,g,1]
let deep = [];
for (let i = 0; i < 200; i++) deep = [deep, i];
print(deep.flat(Infinity).length); // expect: 200
