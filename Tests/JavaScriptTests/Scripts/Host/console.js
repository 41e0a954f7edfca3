console.log('a', 1, null, undefined, { x: 1 }, [1, 'b'], true, NaN);
console.log();
console.error({ a: { b: 'é' } }, -0);
console.info('%s is not replaced', 1);
const cyclic = {}; cyclic.c = cyclic;
console.warn({ toJSON() { return undefined; } });
console.group('outer'); console.log('inner'); console.group('deeper'); console.log('most'); console.groupEnd(); console.groupEnd(); console.log('out');
console.log({ toJSON() { return 'text'; } });
console.log({ toJSON() { throw 1; }, toString() { return 'by toString'; } });
try { null.x; } catch (e) { console.error(e); }
// expect: a 1 null undefined {"x":1} [1,"b"] true NaN
// expect:
// expect: {"a":{"b":"é"}} 0
// expect: %s is not replaced 1
// expect: undefined
// expect: outer
// expect:   inner
// expect:   deeper
// expect:     most
// expect: out
// expect: "text"
// expect: by toString
// expect: TypeError: Cannot read properties of null (reading 'x')
