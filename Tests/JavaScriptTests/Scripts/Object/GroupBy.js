// Object.groupBy.
const attempt = (f) => { try { return f(); } catch (e) { return e.name + ': ' + e.message; } };
const groups = Object.groupBy([1, 2, 3, 4], (x, i) => (x + i) % 3 === 0 ? 'zero' : 'other');
print(Object.entries(groups).join(';')); // expect: other,1,3,4;zero,2
print(Object.getPrototypeOf(groups)); // expect: null
print(Object.keys(Object.groupBy('banana', (c) => c)).join()); // expect: b,a,n
print(Object.groupBy(['__proto__', 'x'], (s) => s).__proto__.join()); // expect: __proto__
print(attempt(() => Object.groupBy(null, (x) => x))); // expect: TypeError: null is not iterable
print(attempt(() => Object.groupBy([], null))); // expect: TypeError: null is not a function
function* source() { try { yield 1; } finally { print('closed'); } }
print(attempt(() => Object.groupBy(source(), () => { throw new Error('key'); }))); // expect: closed
// expect: Error: key
