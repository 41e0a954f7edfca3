// kind: script
[]; [,]; [, ,]; [a, , b,]; [...a, ...b];
({}); ({ a, b: c, "d": e, 1: f, 2n: g, [h]: i, ...j, get, set, async, static: 1 });
({ m() {}, get g() {}, set s(v) {}, async a() {}, *y() {}, async *z() {}, [c]() {}, get [d]() {}, "e"() {}, 3() {} });
({ get: 1, set() {}, get get() {}, async async() {}, async: 2, get if() {}, __proto__: null });
