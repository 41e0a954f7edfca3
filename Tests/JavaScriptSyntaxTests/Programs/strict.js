// kind: script
"use strict"; "another"
function f(a) { return this; } const g = () => { }; class A { m() {} }
