// keys, values, entries, assign, fromEntries: order of keys, getters, symbols, strings, arrays.
const attempt = (f) => { try { return f(); } catch (e) { return e.name + ': ' + e.message; } };
const o = { b: 1, a: 2, 10: 'x', 2: 'y', [Symbol('s')]: 3 };
print(Object.keys(o).join(), Object.values(o).join(), Object.entries(o).join(';'), Object.getOwnPropertyNames(o).join(), Object.getOwnPropertySymbols(o).length); // expect: 2,10,b,a y,x,1,2 2,y;10,x;b,1;a,2 2,10,b,a 1
print(Object.keys('ab').join(), Object.values('ab').join(), Object.entries('ab').join(';'), Object.keys([4, , 5]).join(), Object.entries([4, , 5]).join(';'), Object.keys(5).length); // expect: 0,1 a,b 0,a;1,b 0,2 0,4;2,5 0
print(attempt(() => Object.keys(null)), attempt(() => Object.values(undefined)), Object.getOwnPropertyNames('ab').join(), Object.getOwnPropertyNames([1]).join()); // expect: TypeError: Cannot convert undefined or null to object TypeError: Cannot convert undefined or null to object 0,1,length 0,length
const log = [];
const lively = { get a() { log.push('a'); delete this.c; this.d = 1; return 'A'; }, b: 'B', c: 'C' };
print(Object.entries(lively).join(';'), log.join(), Object.values({ get z() { return 26; } }).join()); // expect: a,A;b,B a 26
const hidden = Object.defineProperty({ v: 1 }, 'h', { value: 2 });
print(Object.keys(hidden).join(), Object.values(hidden).join(), JSONish(Object.assign({}, hidden))); // expect: v 1 v:1
function JSONish(x) { return Object.entries(x).map(([k, v]) => k + ':' + v).join(); }
const target = { a: 0, set w(v) { log.push('w=' + v); } };
print(Object.assign(target, { a: 1 }, null, undefined, 'hi', 7, { w: 2, get g() { return 'G'; } }) === target, JSONish(target), log.join()); // expect: true 0:h,1:i,a:1,w:undefined,g:G a,w=2
print(attempt(() => Object.assign(null, {})), attempt(() => Object.assign(Object.freeze({ a: 1 }), { a: 2 })), attempt(() => Object.assign(Object.preventExtensions({}), { a: 2 }))); // expect: TypeError: Cannot convert undefined or null to object TypeError: Cannot assign to read only property 'a' of object '#<Object>' TypeError: Cannot add property a, object is not extensible
const sym = Symbol('copied');
print(Object.assign({}, { [sym]: 5 })[sym], Object.assign([1, 2, 3], [9]).join(), Object.assign({}, 'xyz')[2], Object.assign.length); // expect: 5 9,2,3 z 2
const self = { a: 1 };
print(Object.assign(self, self) === self, Object.assign(5, { a: 1 }).a, typeof Object.assign(5)); // expect: true 1 object
const throwing = { a: 1, get b() { throw new Error('stop'); }, c: 3 };
const partly = {};
print(attempt(() => Object.assign(partly, throwing)), JSONish(partly)); // expect: Error: stop a:1
print(JSONish(Object.fromEntries([['x', 1], ['y', 2]])), JSONish(Object.fromEntries([['x', 1]].values())), attempt(() => Object.fromEntries([1])), attempt(() => Object.fromEntries()), attempt(() => Object.fromEntries(5)).slice(0, 9)); // expect: x:1,y:2 x:1 TypeError: Iterator value 1 is not an entry object TypeError: undefined is not iterable TypeError
print(JSONish(Object.fromEntries(Object.entries({ q: 1, r: 2 }).map(([k, v]) => [k, v * 2]))), Object.fromEntries([{ 0: 'k', 1: 'v' }]).k); // expect: q:2,r:4 v
function* entries() { try { yield ['a', 1]; yield 3; } finally { log.push('closed'); } }
print(attempt(() => Object.fromEntries(entries())), log.pop()); // expect: TypeError: Iterator value 3 is not an entry object closed
const big = {};
for (let i = 0; i < 200; i++) big['k' + i] = i;
for (let i = 0; i < 200; i += 2) delete big['k' + i];
print(Object.keys(big).length, Object.values(big).reduce((a, b) => a + b), Object.entries(big)[3].join(), Object.keys(Object.assign({}, big)).length); // expect: 100 10000 k7,7 100
class Point { #secret = 1; constructor() { this.x = 1; this.y = 2; } get sum() { return this.x + this.y; } static make() { return new Point(); } }
print(Object.keys(Point.make()).join(), Object.entries(new Point()).join(';'), Object.getOwnPropertyNames(Point.prototype).join(), Object.getOwnPropertyNames(Point).join(), Reflectish(new Point())); // expect: x,y x,1;y,2 constructor,sum length,name,prototype,make 0
function Reflectish(x) { return Object.getOwnPropertySymbols(x).length; }
print(Object.keys(function () {}).length, Object.getOwnPropertyNames(function f(a) { "use strict"; }).sort().join(), Object.getOwnPropertyNames(() => 1).sort().join()); // expect: 0 length,name,prototype length,name
let spread = { ...{ a: 1, b: 2 }, ...[7], ...'s', c: 3 };
print(JSONish(spread), Object.entries({}).length); // expect: 0:s,a:1,b:2,c:3 0
for (const [k, v] of Object.entries({ m: 1, n: 2 })) log.push(k + v);
print(log.slice(-2).join()); // expect: m1,n2
