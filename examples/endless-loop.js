// Exceeds a limit: a search that never ends, begun after an await.
// Shows: every instruction costs fuel, before an await and after it; the execution ends with FUEL_EXHAUSTED.

const { total } = await callTool('users:list', { limit: 1 });
console.log(`looking for a user beyond ${total}`);

let candidate = total;
try {
  while (candidate !== 0) {
    candidate = candidate % 1000003 === 1000002 ? 1 : candidate + 1;
  }
} finally {
  console.log('the script went on after its own limit');
}

return candidate;
