// kind: script
a.b.c; a[b][c]; a(); a(b, ...c); a.b(c)[d](e)`f`; new A; new A(); new A.B(c); new (a())(); new new A()(); new a[b](c).d;
a?.b; a?.[b]; a?.(b); a?.b.c[d](e)?.f; (a?.b).c; a?.5 : 1; delete a?.b; a?.b?.c();
import("x"); import("x", { with: { type: "json" } }).then(f);
