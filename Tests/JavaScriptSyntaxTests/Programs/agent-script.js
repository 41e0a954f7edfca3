// kind: asyncFunctionBody
/* A script as a language model writes it. */
const users = await callTool("users:list", { limit: 10 });
const names = users?.items.filter(u => u.active && !u.deleted).map(({ name, ...rest }) => name ?? "unknown");
let total = 0;
for (const [index, user] of users.items.entries()) {
    try {
        const { orders = [] } = await callTool("orders:list", { userId: user.id });
        total += orders.reduce((sum, { amount }) => sum + amount, 0);
    } catch (error) {
        console.error(`user ${index}: ${error.message}`); // goes on
    }
}
return { names, total, average: total / (users.items.length || 1) };
