// No function is made from text; the constructors exist as values.
const attempt = (f) => { try { return f(); } catch (e) { return e.name + ': ' + e.message; } };
print(attempt(() => Function('return 1'))); // expect: EvalError: Code generation from strings disallowed for this context
print(attempt(() => new Function())); // expect: EvalError: Code generation from strings disallowed for this context
print(attempt(() => (function* () {}).constructor('yield 1'))); // expect: EvalError: Code generation from strings disallowed for this context
print((async () => {}).constructor.name, (async function* () {}).constructor.name, (() => 1).constructor === Function); // expect: AsyncFunction AsyncGeneratorFunction true
print(Object.getPrototypeOf((async () => {}).constructor) === Function, typeof AsyncFunction); // expect: true undefined
