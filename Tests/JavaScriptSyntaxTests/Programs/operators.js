// kind: script
a + b - c * d / e % f ** g ** h;
a << b >> c >>> d & e | f ^ g;
a == b != c === d !== e; a < b <= c > d >= e in f instanceof g;
a && b || c; a ?? b ?? c; (a || b) ?? c;
-a; +a; !a; ~a; typeof a; void a; delete a.b; - -a; !!a;
++a; --a.b; a++; a[b]--;
a ? b : c ? d : e; a, b, c;
(a); ((a + b)) * c; (-a) ** b;
