function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
print(fib(15));
// expect: 610
let o = { a: 1, b: "x" };
o.c = 3;
print(o.a + o.c, o.b + "y");
// expect: 4 xy
class A { constructor(x) { this.x = x; } get y() { return this.x * 2; } m(z) { return this.x + z; } static s = 5; #p = 7; p() { return this.#p; } }
class B extends A { constructor() { super(10); this.z = 1; } m(q) { return super.m(q) + 100; } }
let b = new B();
print(b.x, b.y, b.m(1), A.s, b.p(), b instanceof A);
// expect: 10 20 111 5 7 true
let arr = [1, 2, 3];
print(arr.map((v) => v * 2)[2], arr.length);
// expect: 6 3
for (const v of arr) print(v);
// expect: 1
// expect: 2
// expect: 3
try { null.foo; } catch (e) { print(e.message, e.name); }
// expect: Cannot read properties of null (reading 'foo') TypeError
function* g() { const r = yield 1; print("got", r); yield* [5, 6]; return 7; }
const it = g();
print(it.next().value, it.next("hi").value, it.next().value, it.next().value);
// expect: got hi
// expect: 1 5 6 7
const { a, ...rest } = { a: 1, q: 2, r: 3 };
print(a, rest.q, rest.r);
// expect: 1 2 3
