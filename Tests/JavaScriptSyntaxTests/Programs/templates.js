// kind: script
``; `plain`; `a${1}b${x + `inner ${y}`}c`; `line
two\n\u0041`;
tag`a${1}\unicode and \xerxes`; new a.b`x`; a.b`x``y`;
