/// The programs that the engine is measured on: each defines `main`, which returns a number that both engines must agree on.
struct BenchmarkProgram: Sendable {
    let name: String
    let source: String
    /// One of the ten micro-benchmarks of the design; the others are programs of everyday use.
    let isMicro: Bool

    static let all: [BenchmarkProgram] = [
        BenchmarkProgram(
            name: "fib",
            source: #"""
                function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
                function main() { return fib(30); }
                """#, isMicro: true),
        BenchmarkProgram(
            name: "loop",
            source: #"""
                function main() { let s = 0; for (let i = 0; i < 10000000; i++) { s = (s + i * 3) & 0xffff;
                if (i % 7 < 3) s = s ^ i; } return s; }
                """#, isMicro: true),
        BenchmarkProgram(
            name: "property",
            source: #"""
                function main() { let p = { x: 0, y: 1 }; for (let i = 0; i < 5000000; i++) {
                p.x = (p.x + i) & 0xffff; p.y = p.y ^ p.x; } return p.y; }
                """#, isMicro: true),
        BenchmarkProgram(
            name: "sieve",
            source: #"""
                function main() { let n = 1000000, c = 0, a = []; for (let i = 0; i < n; i++) a[i] = true;
                for (let i = 2; i < n; i++) { if (a[i]) { c++; for (let j = i + i; j < n; j += i) a[j] = false;
                } } return c; }
                """#, isMicro: true),
        BenchmarkProgram(
            name: "closure",
            source: #"""
                function make() { let c = 0; return function () { c = c + 1; return c; }; }
                function main() { let f = make(), r = 0; for (let i = 0; i < 5000000; i++) r = f(); return r; }
                """#, isMicro: true),
        BenchmarkProgram(
            name: "string",
            source: #"""
                function main() { let s = ''; for (let i = 0; i < 500000; i++) s += 'ab'; let h = 0;
                for (let i = 0; i < s.length; i++) h = (h * 31 + s.charCodeAt(i)) & 0xffffff; return h; }
                """#, isMicro: true),
        BenchmarkProgram(
            name: "alloc",
            source: #"""
                function main() { let keep = [], sum = 0; for (let i = 0; i < 1024; i++) keep[i] = null;
                for (let i = 0; i < 3000000; i++) { let o = { a: i, b: keep[i & 1023], c: 1 }; o.b = null;
                keep[i & 1023] = o; sum = (sum + o.a) & 0xffff; } return sum; }
                """#, isMicro: true),
        BenchmarkProgram(
            name: "method",
            source: #"""
                function P(x) { this.x = x; }
                P.prototype.inc = function (d) { this.x = (this.x + d) & 0xffff; return this; };
                function main() { let p = new P(0); for (let i = 0; i < 5000000; i++) p.inc(i & 3); return p.x;
                }
                """#, isMicro: true),
        BenchmarkProgram(
            name: "float",
            source: #"""
                function main() { let x = 0.5; for (let i = 0; i < 5000000;
                i++) x = x * 1.0000001 + 0.5 / (x + 1.5); return x; }
                """#, isMicro: true),
        BenchmarkProgram(
            name: "map",
            source: #"""
                function main() { let a = []; for (let i = 0; i < 1000; i++) a[i] = i; let t = 0;
                for (let k = 0; k < 1000; k++) { let m = a.map(function (x) { return x * 2; });
                t = (t + m[999]) & 0xffff; } return t; }
                """#, isMicro: true),
        BenchmarkProgram(
            name: "try",
            source: #"""
                function main() { let t = 0; for (let i = 0; i < 400000; i++) { try {
                if ((i & 3) < 1) throw new Error("x"); t += i; } catch (e) { t += 1; } t &= 0xffff; } return t;
                }
                """#, isMicro: false),
        BenchmarkProgram(
            name: "generator",
            source: #"""
                function* numbers(n) { for (let i = 0; i < n; i++) yield i; }
                function main() { let t = 0; for (const v of numbers(400000)) t = (t + v) & 0xffff; return t; }
                """#, isMicro: false),
        BenchmarkProgram(
            name: "destructuring",
            source: #"""
                function main() { let t = 0; for (let i = 0; i < 500000; i++) { const { a, b: [c, d = 3] } = {
                a: i, b: [i] }; const [x, ...rest] = [a, c, d]; t = (t + x + rest.length) & 0xffff; } return t;
                }
                """#, isMicro: false),
        BenchmarkProgram(
            name: "template",
            source: #"""
                function main() { let t = 0; for (let i = 0; i < 500000;
                i++) t = (t + `row ${i}: ${i & 7}, ${t}`.length) & 0xffff; return t; }
                """#, isMicro: false),
        BenchmarkProgram(
            name: "sort",
            source: #"""
                function main() { let t = 0, s = 1; for (let k = 0; k < 100; k++) { let a = []; for (let i = 0;
                i < 1000; i++) { s = (s * 75 + 74) & 0xffff; a[i] = s; } a.sort((x, y) => x - y);
                t = (t + a[500]) & 0xffff; } return t; }
                """#, isMicro: false),
        BenchmarkProgram(
            name: "json",
            source: #"""
                function main() { let t = 0; for (let k = 0; k < 200; k++) { const rows = []; for (let i = 0;
                i < 100; i++) rows.push({ id: i, name: "user " + i, tags: ["a", "b"], active: i % 2 === 0 });
                t = (t + JSON.parse(JSON.stringify(rows)).length) & 0xffff; } return t; }
                """#, isMicro: false),
        BenchmarkProgram(
            name: "collections",
            source: #"""
                function main() { let t = 0; for (let k = 0; k < 20; k++) { const m = new Map(), s = new Set();
                for (let i = 0; i < 10000; i++) { m.set("k" + (i % 997), i); s.add(i % 1009); }
                for (const [, v] of m) t = (t + v) & 0xffff; t = (t + s.size) & 0xffff; } return t; }
                """#, isMicro: false),
    ]
}
