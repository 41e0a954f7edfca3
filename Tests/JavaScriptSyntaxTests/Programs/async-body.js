// kind: asyncFunctionBody
const a = await f(); for await (const x of y) { if (x) continue; return x; }
function await_() { var await = 1; return await; }
return { a, b: await Promise.all([a, (await b).c]) };
