// kind: module
export default async function () { await 1; }
function f() { } { function f() { } }
