// async
const attempt = async (f) => { try { return await f(); } catch (e) { return e.name + ': ' + e.message; } };
async function* three() { yield 1; yield 2; yield 3; }
print((await Array.fromAsync(three())).join()); // expect: 1,2,3
print((await Array.fromAsync([Promise.resolve('a'), 'b'])).join()); // expect: a,b
print((await Array.fromAsync({ length: 2, 0: Promise.resolve(5), 1: 6 }, async (x, i) => x + i)).join()); // expect: 5,7
print((await Array.fromAsync(three(), (x) => Promise.resolve(x * 2))).join()); // expect: 2,4,6
print(await attempt(() => Array.fromAsync(null))); // expect: TypeError: object null is not iterable (cannot read property Symbol(Symbol.iterator))
print(await attempt(() => Array.fromAsync([1], 'x'))); // expect: TypeError: "x" is not a function
class Sub extends Array {}
print((await Sub.fromAsync([1])) instanceof Sub); // expect: true
print(Array.fromAsync([]) instanceof Promise, Array.fromAsync.length); // expect: true 1
