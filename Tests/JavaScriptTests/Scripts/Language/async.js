// async
async function one() { return 1; }
let t = 0;
for (let i = 0; i < 10; i++) t += await one();
print(t);
// expect: 10
try { await Promise.reject(new Error("boom")); } catch (e) { print(e.message); }
// expect: boom
async function* ag() { yield 1; yield 2; }
for await (const v of ag()) print(v);
// expect: 1
// expect: 2
const p = new Promise((res) => res(5));
print(await p.then((x) => x + 1));
// expect: 6
print(await p.finally(() => print("fin")));
// expect: fin
// expect: 5
return 3;
