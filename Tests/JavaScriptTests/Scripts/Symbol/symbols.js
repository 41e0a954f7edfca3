const s = Symbol("tag"), t = Symbol("tag"), u = Symbol();
print(s === t, s.toString(), s.description, u.description, String(u), typeof s, Symbol("").description === "");
print(Symbol.for("k") === Symbol.for("k"), Symbol.keyFor(Symbol.for("k")), Symbol.keyFor(s), Symbol.for("7") === Symbol.for(7), Symbol.for("0").description);
print(Symbol.iterator.toString(), Symbol.keyFor(Symbol.iterator), Symbol.asyncIterator.description, Symbol.unscopables.description);
for (const f of [() => new Symbol(), () => s + "", () => +s, () => Symbol.keyFor("x"), () => Symbol.prototype.toString.call(1), () => Symbol(Symbol())]) {
    try { f(); print("no"); } catch (e) { print(e.name + ": " + e.message); }
}
const o = { [s]: 1, [t]: 2 };
print(o[s], o[t], s.valueOf() === s, s[Symbol.toPrimitive]() === s, s[Symbol.toStringTag]);
print(Symbol({ toString() { return "obj"; } }).description, Symbol(null).description, Symbol(undefined).description);
print(new Boolean(false) ? "object" : "no", Boolean("") , Boolean("0"), new Boolean(1).valueOf(), true.toString(), Boolean.prototype.valueOf());
// expect: false Symbol(tag) tag undefined Symbol() symbol true
// expect: true k undefined true 0
// expect: Symbol(Symbol.iterator) undefined Symbol.asyncIterator Symbol.unscopables
// expect: TypeError: Symbol is not a constructor
// expect: TypeError: Cannot convert a Symbol value to a string
// expect: TypeError: Cannot convert a Symbol value to a number
// expect: TypeError: x is not a symbol
// expect: TypeError: Symbol.prototype.toString requires that 'this' be a Symbol
// expect: TypeError: Cannot convert a Symbol value to a string
// expect: 1 2 true true Symbol
// expect: obj null undefined
// expect: object false true true true false
