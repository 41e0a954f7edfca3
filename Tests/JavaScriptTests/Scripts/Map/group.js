const g = Map.groupBy([1, 2, 3, 4, 5], (x, i) => (x % 2 ? 'odd' : i));
for (const [k, v] of g) print(k, v.join());
print(Map.groupBy('abca', (c) => c).get('a').length, Map.groupBy([-0], (x) => x).has(0));
try { Map.groupBy(null, () => 1); } catch (e) { print(e.name); }
try { Map.groupBy([], 1); } catch (e) { print(e.name); }
// expect: odd 1,3,5
// expect: 1 2
// expect: 3 4
// expect: 2 true
// expect: TypeError
// expect: TypeError
