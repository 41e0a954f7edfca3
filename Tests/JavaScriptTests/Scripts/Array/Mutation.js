// Methods of Array.prototype that change the array, on plain arrays, holes, array-likes and frozen arrays.
const show = (a) => {
    let text = '';
    for (let i = 0; i < a.length; i++) text += (i ? ',' : '') + (i in a ? `${a[i]}` : '-');
    return '[' + text + ']';
};
const attempt = (f) => { try { return f(); } catch (e) { return e.name; } };
const a = [1, 2, 3];
print(a.push(4, 5), show(a)); // expect: 5 [1,2,3,4,5]
print(a.pop(), a.shift(), show(a)); // expect: 5 1 [2,3,4]
print(a.unshift(8, 9), show(a)); // expect: 5 [8,9,2,3,4]
print(show(a.splice(1, 2, 'x', 'y', 'z')), show(a)); // expect: [9,2] [8,x,y,z,3,4]
print(show(a.splice(-1)), show(a)); // expect: [4] [8,x,y,z,3]
print(show(a.splice()), show(a.splice(undefined)), show(a)); // expect: [] [8,x,y,z,3] []
print(show([1, 2, 3].reverse()), show([1, , 3, 4].reverse())); // expect: [3,2,1] [4,3,-,1]
print(show(new Array(5).fill(7)), show([1, 2, 3, 4].fill(0, 1, -1)), show([1, 2, 3].fill(9, -2))); // expect: [7,7,7,7,7] [1,0,0,4] [1,9,9]
print(show([1, 2, 3, 4, 5].copyWithin(0, 3)), show([1, 2, 3, 4, 5].copyWithin(1, 0, 3)), show([1, , 3, 4].copyWithin(2, 0))); // expect: [4,5,3,4,5] [1,1,2,3,5] [1,-,1,-]
print(show([, 1].concat([2, , 3], 4, [[5]])), [].pop(), [].shift(), [, ].pop(), [, ].length); // expect: [-,1,2,-,3,4,5] undefined undefined undefined 1
print(show([, , 1].splice(0, 2))); // expect: [-,-]
// Array-likes
const like = { length: 2, 0: 'a', 1: 'b' };
print(Array.prototype.push.call(like, 'c'), JSON2(like)); // expect: 3 0:a 1:b 2:c length:3
print(Array.prototype.pop.call(like), Array.prototype.shift.call(like), JSON2(like)); // expect: c a 0:b length:1
print(Array.prototype.unshift.call(like, 'q', 'r'), JSON2(like)); // expect: 3 0:q 1:r 2:b length:3
print(JSON2(Array.prototype.reverse.call({ length: 3, 0: 'a', 2: 'c' }))); // expect: 0:c 2:a length:3
print(JSON2(Array.prototype.reverse.call({ length: 4, 1: 'b' }))); // expect: 2:b length:4
print(show(Array.prototype.splice.call(like, 1, 1, 'm', 'n')), JSON2(like)); // expect: [r] 0:q 1:m 2:n 3:b length:4
print(JSON2(Array.prototype.fill.call({ length: 2 }, 'f')), JSON2(Array.prototype.copyWithin.call({ length: 3, 0: 1 }, 1))); // expect: 0:f 1:f length:2 0:1 1:1 length:3
function JSON2(o) { let t = ''; for (const k of Object.keys(o)) t += (t ? ' ' : '') + k + ':' + o[k]; return t; }
print(Array.prototype.push.call({}), Array.prototype.pop.call({})); // expect: 0 undefined
print(attempt(() => Array.prototype.push.call({ length: 2 ** 53 - 1 }, 1))); // expect: TypeError
const big = { length: 2 ** 53 - 2 };
print(Array.prototype.push.call(big, 1), big[2 ** 53 - 2]); // expect: 9007199254740991 1
// Refusals
print(attempt(() => Object.freeze([1]).push(2)), attempt(() => Object.freeze([1]).pop()), attempt(() => Object.freeze([1, 2]).reverse())); // expect: TypeError TypeError TypeError
print(attempt(() => Object.freeze([1]).shift()), attempt(() => Object.freeze([1]).unshift(1)), attempt(() => Object.freeze([]).push())); // expect: TypeError TypeError TypeError
print(attempt(() => Array.prototype.push.call(null, 1)), attempt(() => Array.prototype.fill.call(undefined))); // expect: TypeError TypeError
const locked = Object.defineProperty([1, 2], 'length', { writable: false });
print(attempt(() => locked.push(3)), show(locked), attempt(() => locked.pop()), show(locked)); // expect: TypeError [1,2] TypeError [1,-]
const sealed = Object.seal([1, 2]);
print(attempt(() => sealed.push(3)), attempt(() => sealed.pop()), (sealed[0] = 5, show(sealed))); // expect: TypeError TypeError [5,2]
// Conversions of operands, in order
const log = [];
const n = (name, value) => ({ valueOf() { log.push(name); return value; } });
print(show([1, 2, 3, 4].splice(n('start', 1), n('count', 2))), log.join()); // expect: [2,3] start,count
print(show([1, 2, 3].fill(0, n('from', 1), n('to', 2))), log.join()); // expect: [1,0,3] start,count,from,to
print([1, 2, 3].at(n('at', -1)), [1, 2, 3].at(1.9), [1, 2, 3].at('1'), [1].at(5), [1].at(-2), [, 1].at(0)); // expect: 3 2 2 undefined undefined undefined
// Holes see the prototype
Array.prototype[1] = 'proto';
print([1, , 3].shift(), show2([1, , 3].reverse()), [, ,].pop()); // expect: 1 3 proto 1 proto
function show2(a) { return a[0] + ' ' + a[1] + ' ' + a[2]; }
const shifted = [1, , 3];
shifted.shift();
print(shifted.hasOwnProperty(0), shifted[0], shifted.length); // expect: true proto 2
delete Array.prototype[1];
const unusual = [1, 2, 3];
Object.defineProperty(unusual, 1, { get() { return 'got'; }, set(v) { log.push('set ' + v); }, configurable: true });
print(unusual.reverse().join(), log.pop()); // expect: 3,got,1 at
print(unusual.indexOf('got'), unusual.includes('got'), unusual.push(4), show(unusual)); // expect: 1 true 4 [3,got,1,4]
class Stack extends Array { top() { return this[this.length - 1]; } }
const stack = new Stack();
stack.push(1, 2, 3);
print(stack.top(), stack.length, stack.pop(), stack.splice(0, 1) instanceof Stack, stack.length); // expect: 3 3 3 true 1
