// kind: script
if (a) function f() {} else function g() {}
{ function f() {} function f() {} } l: function h() {} switch (1) { case 1: function f() {} default: function f() {} }
try {} catch (e) { var e; for (var e in {}); }
a <!-- comment
--> comment
x = a--> b;
