// kind: script
for (;;) break; for (a; b; c) d; for (var a = 1, b; a < b; a++) {} for (let i = 0; i < 1; ++i); for (const c = 1; ;) break;
for (a in b); for (var a in b); for (let a in b); for (const a in b, c); for (a.b in c); for ([a, b] in c); for (var x = 1 in {});
for (a of b); for (var a of b); for (let a of b); for (const { a, b = 1 } of c); for (a.b of c); for ([a, b = 1] of c); for ({ a } of b);
for (var i = (a in b); ;) break; for (var i = [a in b], f = () => { c in d }; ;) break; for (let of of of); for (let in {}); for (let; ;) break;
for (async of => {}; ;) break; for (x of y => z);
async function f() { for await (a of b); for await (const c of d); for await (async of e); }
