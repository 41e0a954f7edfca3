const s = (...a) => print(JSON.stringify(...a));
function fails(v, ...a) { try { s(v, ...a); } catch (e) { print(e.name + ': ' + e.message); } }
const b = { x: { y: [1, { z: null }] } }; b.x.y[1].z = b.x; fails(b);
class Foo {} const c = new Foo(); c.a = { b: { c: { d: { e: [0, 0, c] } } } }; fails(c);
const d = []; d[0] = d; fails(d);
// expect: TypeError: Converting circular structure to JSON
// expect:     --> starting at object with constructor 'Object'
// expect:     |     property 'y' -> object with constructor 'Array'
// expect:     |     index 1 -> object with constructor 'Object'
// expect:     --- property 'z' closes the circle
// expect: TypeError: Converting circular structure to JSON
// expect:     --> starting at object with constructor 'Foo'
// expect:     |     property 'a' -> object with constructor 'Object'
// expect:     |     property 'b' -> object with constructor 'Object'
// expect:     |     ...
// expect:     |     property 'e' -> object with constructor 'Array'
// expect:     --- index 2 closes the circle
// expect: TypeError: Converting circular structure to JSON
// expect:     --> starting at object with constructor 'Array'
// expect:     --- index 0 closes the circle
