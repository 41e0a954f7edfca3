// kind: script
function f() {} function g(a, b = 1, { c, d: [e] }, ...h) { "use strict-not"; return a; }
function* gen() { yield; yield a; yield* b; const x = yield, y = [yield]; }
async function as() { await a; for await (const x of y); await (async () => await z)(); }
async function* both() { yield await a; }
(function () {}); (function named() { named(); }); (async function () {}); (function* () {}); (async function* n() {});
() => {}; x => x; (x) => ({}); (a, b) => { return a; }; (a = 1, { b }, [c], ...d) => 0; async x => x; async (x) => x; async () => {};
x => y => z => x; ((a) => a)(1); async(1); async; a => {}, b;
function strict() { "use strict"; "second"; } function loose(a, a) {}
(function () { new.target; () => new.target; });
