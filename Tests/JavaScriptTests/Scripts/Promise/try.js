// async
print(await Promise.try((a, b) => a + b, 1, 2));
try { await Promise.try(() => { throw new Error('thrown'); }); } catch (e) { print(e.message); }
print(await Promise.try(async () => 'async'), Promise.try.length);
try { await Promise.try(1); } catch (e) { print(e.name); }
queueMicrotask(() => { throw new RangeError('lost'); });
await null; await null;
print('after');
// expect: 3
// expect: thrown
// expect: async 1
// expect: TypeError
// expect: Uncaught RangeError: lost
// expect: after
