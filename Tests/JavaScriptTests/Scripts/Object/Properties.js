// defineProperty, descriptors, create, freeze, seal, prototypes, hasOwn, the legacy accessors.
const attempt = (f) => { try { return f(); } catch (e) { return e.name + ': ' + e.message; } };
const text = (d) => d && Object.keys(d).map((k) => k + '=' + (typeof d[k] === 'function' ? 'fn' : d[k])).join();
const o = {};
print(Object.defineProperty(o, 'a', { value: 1 }) === o, text(Object.getOwnPropertyDescriptor(o, 'a')), attempt(() => { 'use strict'; o.a = 2; })); // expect: true value=1,writable=false,enumerable=false,configurable=false TypeError: Cannot assign to read only property 'a' of object '#<Object>'
Object.defineProperty(o, 'b', { get() { return 'B'; }, configurable: true });
print(o.b, text(Object.getOwnPropertyDescriptor(o, 'b')), text(Object.getOwnPropertyDescriptor([1], 0)), Object.getOwnPropertyDescriptor(o, 'zz')); // expect: B get=fn,set=undefined,enumerable=false,configurable=true value=1,writable=true,enumerable=true,configurable=true undefined
print(text(Object.getOwnPropertyDescriptor('ab', 1)), text(Object.getOwnPropertyDescriptor('ab', 'length')), text(Object.getOwnPropertyDescriptor(function f(x) {}, 'length'))); // expect: value=b,writable=false,enumerable=true,configurable=false value=2,writable=false,enumerable=false,configurable=false value=1,writable=false,enumerable=false,configurable=true
print(attempt(() => Object.defineProperty(o, 'a', { value: 2 })), attempt(() => Object.defineProperty(1, 'a', {})), attempt(() => Object.defineProperty({}, 'a', 1))); // expect: TypeError: Cannot redefine property: a TypeError: Object.defineProperty called on non-object TypeError: Property description must be an object: 1
print(attempt(() => Object.defineProperty({}, 'a', { get: 1 })), attempt(() => Object.defineProperty({}, 'a', { get() {}, value: 1 })), attempt(() => Object.defineProperty(Object.freeze({}), 'q', { value: 1 }))); // expect: TypeError: Getter must be a function: 1 TypeError: Invalid property descriptor. Cannot both specify accessors and a value or writable attribute, #<Object> TypeError: Cannot define property q, object is not extensible
const order = [];
const spy = {};
for (const name of ['set', 'get', 'writable', 'value', 'configurable', 'enumerable']) {
    Object.defineProperty(spy, name, { get() { order.push(name); return name === 'value' ? 5 : undefined; }, enumerable: true });
}
print(attempt(() => Object.defineProperty({}, { toString() { order.push('key'); return 'k'; } }, spy)), order.join()); // expect: TypeError: Invalid property descriptor. Cannot both specify accessors and a value or writable attribute, #<Object> key,enumerable,configurable,value,writable,get,set
print(text(Object.getOwnPropertyDescriptors({ x: 1, get y() { return 2; } }).y), Object.keys(Object.getOwnPropertyDescriptors([7])).join()); // expect: get=fn,set=undefined,enumerable=true,configurable=true 0,length
const many = Object.defineProperties({}, { p: { value: 1, enumerable: true }, q: { get: () => 'Q' } });
print(many.p, many.q, Object.keys(many).join(), attempt(() => Object.defineProperties({}, { z: 1 })), attempt(() => Object.defineProperties(1, {}))); // expect: 1 Q p TypeError: Property description must be an object: 1 TypeError: Object.defineProperties called on non-object
const made = Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true } });
print(made.inherited, made.own, Object.keys(made).join(), Object.getPrototypeOf(Object.create(null)), attempt(() => Object.create(1)), attempt(() => Object.create())); // expect: 1 2 own null TypeError: Object prototype may only be an Object or null: 1 TypeError: Object prototype may only be an Object or null: undefined
print(Object.getPrototypeOf('x') === Object.prototype.constructor.getPrototypeOf(Object('x')), Object.getPrototypeOf([]) === Array.prototype, attempt(() => Object.getPrototypeOf(null))); // expect: true true TypeError: Cannot convert undefined or null to object
const base = { hi: 'hi' }, derived = Object.setPrototypeOf({}, base);
print(derived.hi, attempt(() => Object.setPrototypeOf(base, derived)), attempt(() => Object.setPrototypeOf({}, 1)), Object.setPrototypeOf(5, null), attempt(() => Object.setPrototypeOf(undefined, {}))); // expect: hi TypeError: Cyclic __proto__ value TypeError: Object prototype may only be an Object or null: 1 5 TypeError: Object.setPrototypeOf called on null or undefined
print(attempt(() => Object.setPrototypeOf(Object.preventExtensions({}), {})), attempt(() => Object.setPrototypeOf(Object.prototype, {})), base.isPrototypeOf(derived), Object.prototype.isPrototypeOf.call(base, 5)); // expect: TypeError: #<Object> is not extensible TypeError: Immutable prototype object 'Object.prototype' cannot have their prototype set true false
const frozen = Object.freeze({ a: 1, nested: { b: 1 }, get g() { return 1; } });
frozen.nested.b = 2;
print(Object.isFrozen(frozen), Object.isSealed(frozen), Object.isExtensible(frozen), frozen.nested.b, attempt(() => { 'use strict'; frozen.a = 3; }), attempt(() => { 'use strict'; delete frozen.a; }), attempt(() => { 'use strict'; frozen.c = 3; })); // expect: true true false 2 TypeError: Cannot assign to read only property 'a' of object '#<Object>' TypeError: Cannot delete property 'a' of #<Object> TypeError: Cannot add property c, object is not extensible
const sealed = Object.seal({ a: 1 });
sealed.a = 2;
print(sealed.a, Object.isSealed(sealed), Object.isFrozen(sealed), delete sealed.a, Object.isFrozen(5), Object.isSealed('x'), Object.isExtensible(1), Object.isFrozen(Object.preventExtensions({})), Object.freeze(7)); // expect: 2 true false false true true false true 7
const arr = Object.freeze([1, 2]);
print(Object.isFrozen(arr), attempt(() => { 'use strict'; arr[0] = 9; }), attempt(() => { 'use strict'; arr.length = 0; }), arr.map((x) => x + 1).join(), Object.isFrozen(Object.seal([1]))); // expect: true TypeError: Cannot assign to read only property '0' of object '[object Array]' TypeError: Cannot assign to read only property 'length' of object '[object Array]' 2,3 false
print(Object.hasOwn({ x: 1 }, 'x'), Object.hasOwn([1], 0), Object.hasOwn([1], '1'), Object.hasOwn('ab', 1), attempt(() => Object.hasOwn(null, 'x')), Object.hasOwn({ k: 1 }, { toString: () => 'k' })); // expect: true true false true TypeError: Cannot convert undefined or null to object true
print(Object.is(NaN, NaN), Object.is(0, -0), Object.is('a', 'a'), Object.is({}, {}), Object.is()); // expect: true false true false true
const legacy = {};
legacy.__defineGetter__('v', function () { return 'V' + this.n; });
legacy.__defineSetter__('v', function (x) { this.n = x; });
legacy.v = 3;
print(legacy.v, typeof legacy.__lookupGetter__('v'), typeof Object.create(legacy).__lookupSetter__('v'), legacy.__lookupGetter__('n'), attempt(() => legacy.__defineGetter__('w', 1))); // expect: V3 function function undefined TypeError: Object.prototype.__defineGetter__: Expecting function
print(legacy.__proto__ === Object.prototype, ({ __proto__: base }).hi, attempt(() => { base.__proto__ = derived; }), Object.prototype.__proto__); // expect: true hi TypeError: Cyclic __proto__ value null
print(legacy.toLocaleString(), Object.prototype.toString.call([]), Object.prototype.toString.call(null), Object.prototype.valueOf.call(legacy) === legacy, legacy.propertyIsEnumerable('v'), legacy.hasOwnProperty('v')); // expect: [object Object] [object Array] [object Null] true true true
print(typeof Object(1), Object(null).constructor === Object, new Object('s').length, Object(base) === base, new (class extends Object { constructor() { super({ no: 1 }); } })().no, Object.name, Object.length); // expect: object true 1 true undefined Object 1
print(Object.prototype.constructor === Object, Function.prototype.constructor === Function, (() => 1) instanceof Function, Object instanceof Function, Object instanceof Object); // expect: true true true true true
const len = [1, 2, 3];
print(attempt(() => Object.defineProperty(len, 'length', { value: -1 })), Object.defineProperty(len, 'length', { value: 1 }).join(), attempt(() => Object.defineProperty(len, 'length', { value: { valueOf: () => 2 } })).length, attempt(() => Object.defineProperty(Object.freeze([1]), 'length', { value: 0 }))); // expect: RangeError: Invalid array length 1 2 TypeError: Cannot redefine property: length
Object.defineProperty(len, 0, { value: 'fixed', configurable: false });
print(attempt(() => { 'use strict'; len.length = 0; }).slice(0, 9), len.length, len[0]); // expect: TypeError 1 fixed
