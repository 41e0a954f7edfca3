const log = [];
const r = JSON.parse('{"a":[1,2,{"b":3}],"c":"x","d":{"e":null}}', function (key, value) {
    log.push(key + ':' + (typeof value === 'object' ? JSON.stringify(value) : value));
    return typeof value === 'number' ? value * 10 : value;
});
for (const l of log) print(l);
print(JSON.stringify(r));
print(JSON.stringify(JSON.parse('{"a":1,"b":2,"c":[1,2,3]}', (k, v) => (k === 'b' || v === 2 ? undefined : v))));
print(JSON.parse('5', (k, v) => v + 1));
print(JSON.parse('[1]', function (k, v) { return k === '' ? JSON.stringify(this) + JSON.stringify(v) : v; }));
try { JSON.parse('[1]', () => { throw new RangeError('stop'); }); } catch (e) { print(e.name, e.message); }
// A member that the reviver adds later is not visited; one that it replaces is.
print(JSON.stringify(JSON.parse('{"a":1,"b":2}', function (k, v) { if (k === 'a') { this.b = [7]; this.z = 1; } return v; })));
print(JSON.stringify(JSON.parse('[1,2,3]', function (k, v) { if (k === '0') this.length = 1; return v; })));
// expect: 0:1
// expect: 1:2
// expect: b:3
// expect: 2:{"b":30}
// expect: a:[10,20,{"b":30}]
// expect: c:x
// expect: e:null
// expect: d:{"e":null}
// expect: :{"a":[10,20,{"b":30}],"c":"x","d":{"e":null}}
// expect: {"a":[10,20,{"b":30}],"c":"x","d":{"e":null}}
// expect: {"a":1,"c":[1,null,3]}
// expect: 6
// expect: {"":[1]}[1]
// expect: RangeError stop
// expect: {"a":1,"b":[7],"z":1}
// expect: [1]
