// async
const later = (v, n = 3) => { let p = Promise.resolve(); for (let i = 0; i < n; i++) p = p.then(() => {}); return p.then(() => v); };
print(JSON.stringify(await Promise.all([1, later(2), Promise.resolve(3), { then(f) { f(4); } }])));
print(JSON.stringify(await Promise.all([])), JSON.stringify(await Promise.all(new Set([later('s')]))), JSON.stringify(await Promise.all('ab')));
try { await Promise.all([later(1), Promise.reject(new Error('no')), later(2)]); } catch (e) { print(e.message); }
print(JSON.stringify(await Promise.allSettled([1, Promise.reject('r'), later(3)])));
print(await Promise.race([later('slow', 9), later('fast', 2)]), await Promise.any([Promise.reject(1), later('any')]));
try { await Promise.race([later(1, 5), Promise.reject('first')]); } catch (e) { print(e); }
try { await Promise.any([Promise.reject(1), Promise.reject(2)]); } catch (e) { print(e.name, e.message, JSON.stringify(e.errors), e instanceof AggregateError, Object.keys(e).length); }
try { await Promise.any([]); } catch (e) { print(e.message, e.errors.length); }
try { Promise.all.call(1); } catch (e) { print(e.name, e.message); }
try { await Promise.all(5); } catch (e) { print(e.name); }
let closed = 0;
const iterable = { [Symbol.iterator]() { return { next: () => ({ done: false, value: 1 }), return() { closed++; return {}; } }; } };
const resolve = Promise.resolve; Promise.resolve = () => { throw new Error('resolve'); };
try { await Promise.all(iterable); } catch (e) { print(e.message, closed); }
Promise.resolve = resolve;
class Sub extends Promise {}
const all = Sub.all([1, 2]); print(all instanceof Sub, (await all).join());
print(Sub.resolve(1) instanceof Sub, Sub.race([1]) instanceof Sub, Promise.all.length, Promise.any.name);
print(Sub.resolve(1).then(() => {}) instanceof Sub);
class Plain extends Promise { static get [Symbol.species]() { return Promise; } }
print(Plain.resolve(1).then(() => {}) instanceof Plain);
const order = [];
Promise.all([1]).then(() => order.push('all')); Promise.resolve().then(() => order.push('one')).then(() => order.push('two')).then(() => order.push('three'));
queueMicrotask(() => order.push('micro'));
await later(0, 6); print(order.join());
print(await new Promise((r) => queueMicrotask(() => r('queued'))));
const { promise, resolve: done } = Promise.withResolvers === undefined ? (() => { let r; const promise = new Promise((f) => { r = f; }); return { promise, resolve: r }; })() : Promise.withResolvers();
done('w'); print(await promise);
let count = 0; await Promise.all(Array.from({ length: 40 }, (_, i) => later(i, i % 7).then(() => count++))); print(count);
const twice = await Promise.all([{ then(f) { f('a'); f('b'); } }]); print(twice.join());
print(await Promise.reject(1).catch((e) => e + 1), await Promise.resolve(1).finally(() => 5));
// expect: [1,2,3,4]
// expect: [] ["s"] ["a","b"]
// expect: no
// expect: [{"status":"fulfilled","value":1},{"status":"rejected","reason":"r"},{"status":"fulfilled","value":3}]
// expect: fast any
// expect: first
// expect: AggregateError All promises were rejected [1,2] true 0
// expect: All promises were rejected 0
// expect: TypeError Promise.all called on non-object
// expect: TypeError
// expect: resolve 1
// expect: true 1,2
// expect: true true 1 any
// expect: true
// expect: false
// expect: one,micro,all,two,three
// expect: queued
// expect: w
// expect: 40
// expect: a
// expect: 2 1
