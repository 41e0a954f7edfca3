function show(v) { print(JSON.stringify(v)); }
show(JSON.parse('{"a":1,"b":[true,false,null],"c":{"d":"x\\ny"}}'));
show(JSON.parse(' [ 1 , -2.5 , 1e3 , 0.1 , 1E-7, 123456789012345680000, 5e-324, 1.7976931348623157e308, 1e400, -0 ] '));
print(1 / JSON.parse('-0'));
show(JSON.parse('"\\u0041\\u00e9\\u20ac\\ud83d\\ude00\\/\\b\\f\\r\\t\\"\\\\"'));
show(JSON.parse('"é€😀"'));
show(JSON.parse('{"é":1,"€":2,"€":3}'));
const record = JSON.parse('[{"id":1,"name":"a"},{"id":2,"name":"b"},{"name":"c","id":3},{"id":4,"name":"d","more":[]},{"id":5,"name":"e"}]');
show(record);
print(record[0].id, record[2].name, record[3].more.length, record[4].name);
show(JSON.parse('{"b":1,"2":2,"a":3,"1":4,"b":5}'));
const p = JSON.parse('{"__proto__":[1],"x":1}');
print(p.hasOwnProperty('__proto__'), p.x, JSON.stringify(p));
let keys = [];
let text = '{';
for (let i = 0; i < 100; i++) text += (i ? ',' : '') + '"key' + i + '":' + i;
const many = JSON.parse(text + '}');
let sum = 0;
for (const k in many) sum += many[k];
print(sum, many.key0, many.key99);
let deep = '';
for (let i = 0; i < 300; i++) deep += '[';
for (let i = 0; i < 300; i++) deep += ']';
let d = JSON.parse(deep), n = 0;
while (d) { d = d[0]; n++; }
print(n);
print(JSON.parse('"x"'), JSON.parse('true'), JSON.parse('null'), JSON.parse('12'), JSON.parse(12), JSON.parse(null));
function failing(t) { try { JSON.parse(t); print('ok'); } catch (e) { print(e.name + ': ' + e.message); } }
for (const t of ['{bad}', '', '[1,2', '[1 2]', '{"a" 1}', '{"a":1 "b":2}', '{"a":1,}', '[1,]', 'tru', 'trux', '"abc', '"a\nb"', '"\\x"', '"\\u12G4"', '-', '-a', '01', '1.', '1.a', '1e', '1e+', '1 2', 'undefined', '[object Object]', 'NaN', '{"aaaaaaaaaaaaaaaaaaaaaaaa":bad}', 'xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '[1,2,3,4,5,6,7,8,9,10,11,x]', '{', '{"a"', '{"a":', '[', '{1:2}', '{"a":1,b:2}', '"\\u12', '"\\', '{"a":"b"x}', '{"a":tru}', '[+1]', '12x', '.5', '{"a":1, "', 'tru1', 'nul"']) failing(t);
// expect: {"a":1,"b":[true,false,null],"c":{"d":"x\ny"}}
// expect: [1,-2.5,1000,0.1,1e-7,123456789012345680000,5e-324,1.7976931348623157e+308,null,0]
// expect: -Infinity
// expect: "Aé€😀/\b\f\r\t\"\\"
// expect: "é€😀"
// expect: {"é":1,"€":3}
// expect: [{"id":1,"name":"a"},{"id":2,"name":"b"},{"name":"c","id":3},{"id":4,"name":"d","more":[]},{"id":5,"name":"e"}]
// expect: 1 c 0 e
// expect: {"1":4,"2":2,"b":5,"a":3}
// expect: true 1 {"__proto__":[1],"x":1}
// expect: 4950 0 99
// expect: 300
// expect: x true null 12 12 null
// expect: SyntaxError: Expected property name or '}' in JSON at position 1
// expect: SyntaxError: Unexpected end of JSON input
// expect: SyntaxError: Expected ',' or ']' after array element in JSON at position 4
// expect: SyntaxError: Expected ',' or ']' after array element in JSON at position 3
// expect: SyntaxError: Expected ':' after property name in JSON at position 5
// expect: SyntaxError: Expected ',' or '}' after property value in JSON at position 7
// expect: SyntaxError: Expected double-quoted property name in JSON at position 7
// expect: SyntaxError: Unexpected token ']', "[1,]" is not valid JSON
// expect: SyntaxError: Unexpected end of JSON input
// expect: SyntaxError: Unexpected token 'x', "trux" is not valid JSON
// expect: SyntaxError: Unterminated string in JSON at position 4
// expect: SyntaxError: Bad control character in string literal in JSON at position 2
// expect: SyntaxError: Bad escaped character in JSON at position 2
// expect: SyntaxError: Bad Unicode escape in JSON at position 5
// expect: SyntaxError: No number after minus sign in JSON at position 1
// expect: SyntaxError: No number after minus sign in JSON at position 1
// expect: SyntaxError: Unexpected number in JSON at position 1
// expect: SyntaxError: Unterminated fractional number in JSON at position 2
// expect: SyntaxError: Unterminated fractional number in JSON at position 2
// expect: SyntaxError: Exponent part is missing a number in JSON at position 2
// expect: SyntaxError: Exponent part is missing a number in JSON at position 3
// expect: SyntaxError: Unexpected non-whitespace character after JSON at position 2
// expect: SyntaxError: "undefined" is not valid JSON
// expect: SyntaxError: "[object Object]" is not valid JSON
// expect: SyntaxError: "NaN" is not valid JSON
// expect: SyntaxError: Unexpected token 'b', ..."aaaaaaaa":bad}" is not valid JSON
// expect: SyntaxError: Unexpected token 'x', "xaaaaaaaaa"... is not valid JSON
// expect: SyntaxError: Unexpected token 'x', ..."8,9,10,11,x]" is not valid JSON
// expect: SyntaxError: Expected property name or '}' in JSON at position 1
// expect: SyntaxError: Expected ':' after property name in JSON at position 4
// expect: SyntaxError: Unexpected end of JSON input
// expect: SyntaxError: Unexpected end of JSON input
// expect: SyntaxError: Expected property name or '}' in JSON at position 1
// expect: SyntaxError: Expected double-quoted property name in JSON at position 7
// expect: SyntaxError: Bad Unicode escape in JSON at position 5
// expect: SyntaxError: Unexpected end of JSON input
// expect: SyntaxError: Expected ',' or '}' after property value in JSON at position 8
// expect: SyntaxError: Unexpected token '}', "{"a":tru}" is not valid JSON
// expect: SyntaxError: Unexpected token '+', "[+1]" is not valid JSON
// expect: SyntaxError: Unexpected non-whitespace character after JSON at position 2
// expect: SyntaxError: Unexpected token '.', ".5" is not valid JSON
// expect: SyntaxError: Unterminated string in JSON at position 9
// expect: SyntaxError: Unexpected number in JSON at position 3
// expect: SyntaxError: Unexpected string in JSON at position 3
