// kind: script
var a; var b = 1, c = 2; let d, e = 1; const f = 1, g = 2;
let [h, i = 1, , ...[j]] = k; const { l, m: n, o = 1, [p]: q = 2, "r": s, 1: t, ...u } = v; var { w: { x } } = y;
let async = 1; let of = 2; let get, set, static_;
var let_ = 1;
