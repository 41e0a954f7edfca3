const s = (...a) => print(JSON.stringify(...a));
s({ a: 1, b: 'x', c: [1, 2.5, -0, NaN, Infinity, null, undefined, () => 1], d: undefined, e() {}, f: true, g: false });
s('a"b\\c\u0001\n\té€😀\ud800x\udc00');
s('plain text that is long enough for eight bytes at a time "quoted" and \\ more');
s([]); s({}); s([[]]); s([{}]); s(null); s(undefined); s(() => 1); s(1e21); s(123456.789); s(1e-7); s(-1); s(2147483648); s('');
s({ toJSON() { return { x: 1 }; } });
s({ a: { toJSON(k) { return 'key ' + k; } }, b: [{ toJSON(k) { return 'index ' + k; } }] });
s({ get a() { return 1; }, b: 2 });
s({ b: 1, 2: 'two', a: 3, 1: 'one' });
s({ a: 1, b: { c: 2, a: 3 }, 5: 1 }, ['a', 'b', 'a', 5]);
s({ a: 1, b: 'x', c: [1, 'y'] }, (k, v) => (typeof v === 'number' ? v + 1 : v));
s({ a: 1, b: 2 }, function (k, v) { return k === 'a' ? undefined : v; });
s([1, 2], function (k, v) { return k === '0' ? undefined : v; });
s([1, [2, { a: 3 }], {}, []], null, 2);
s({ a: [], b: {}, c: [1] }, null, '--');
s({ a: 1 }, null, 20); s({ a: 1 }, null, 'abcdefghijklmnop'); s({ a: 1 }, null, 0); s({ a: 1 }, null, ''); s({ a: 1 }, null, 1.9);
s({ a: undefined, b: 1 }, null, 1);
class Point { constructor() { this.x = 1; this.y = 2; } get z() { return 3; } }
s(new Point()); s([new Point(), new Point()]);
const o = { x: 1 }; s([o, o, { o }]);
function fails(v, ...a) { try { s(v, ...a); } catch (e) { print(e.name + ': ' + e.message); } }
const a = {}; a.self = a; fails(a);
fails({ get a() { throw new RangeError('getter'); } });
fails({ toJSON() { throw new TypeError('toJSON'); } });
// The walk sees what user code changes.
const shifting = { a: { toJSON() { delete shifting.b; shifting.c = 3; shifting.d = 4; return 1; } }, b: 2, c: 0 };
s(shifting);
const list = [{ toJSON() { list.length = 2; return 'first'; } }, 1, 2]; s(list);
let deep = null;
for (let i = 0; i < 200; i++) deep = [deep];
print(JSON.stringify(deep).length);
let chain = {}; const root = chain;
for (let i = 0; i < 100; i++) chain = chain.n = {};
print(JSON.stringify(root).length);
chain.n = root; try { JSON.stringify(root); } catch (e) { print(e.message.length); }
let big = [];
for (let i = 0; i < 40; i++) big[i] = { id: i, name: 'n' + i, tags: ['a', 'b'] };
const text = JSON.stringify(big);
print(text.length, JSON.stringify(JSON.parse(text)) === text);
s(['é', 'a']); s({ 'k"é': '€' });
s([, 1]);
// expect: {"a":1,"b":"x","c":[1,2.5,0,null,null,null,null,null],"f":true,"g":false}
// expect: "a\"b\\c\u0001\n\té€😀\ud800x\udc00"
// expect: "plain text that is long enough for eight bytes at a time \"quoted\" and \\ more"
// expect: []
// expect: {}
// expect: [[]]
// expect: [{}]
// expect: null
// expect: undefined
// expect: undefined
// expect: 1e+21
// expect: 123456.789
// expect: 1e-7
// expect: -1
// expect: 2147483648
// expect: ""
// expect: {"x":1}
// expect: {"a":"key a","b":["index 0"]}
// expect: {"a":1,"b":2}
// expect: {"1":"one","2":"two","b":1,"a":3}
// expect: {"a":1,"b":{"a":3},"5":1}
// expect: {"a":2,"b":"x","c":[2,"y"]}
// expect: {"b":2}
// expect: [null,2]
// expect: [
// expect:   1,
// expect:   [
// expect:     2,
// expect:     {
// expect:       "a": 3
// expect:     }
// expect:   ],
// expect:   {},
// expect:   []
// expect: ]
// expect: {
// expect: --"a": [],
// expect: --"b": {},
// expect: --"c": [
// expect: ----1
// expect: --]
// expect: }
// expect: {
// expect:           "a": 1
// expect: }
// expect: {
// expect: abcdefghij"a": 1
// expect: }
// expect: {"a":1}
// expect: {"a":1}
// expect: {
// expect:  "a": 1
// expect: }
// expect: {
// expect:  "b": 1
// expect: }
// expect: {"x":1,"y":2}
// expect: [{"x":1,"y":2},{"x":1,"y":2}]
// expect: [{"x":1},{"x":1},{"o":{"x":1}}]
// expect: TypeError: Converting circular structure to JSON
// expect:     --> starting at object with constructor 'Object'
// expect:     --- property 'self' closes the circle
// expect: RangeError: getter
// expect: TypeError: toJSON
// expect: {"a":1,"c":3}
// expect: ["first",1,null]
// expect: 404
// expect: 602
// expect: 320
// expect: 1581 true
// expect: ["é","a"]
// expect: {"k\"é":"€"}
// expect: [null,1]
