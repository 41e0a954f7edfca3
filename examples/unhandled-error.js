// Fails: one customer of the list does not exist, and nobody catches the error of that tool call.
// Shows: an uncaught tool error ends the session with a code, and what was printed before it is kept.

const wanted = [7, 21, 48, 49, 3];
const names = [];

try {
  for (const id of wanted) {
    const { name } = await callTool('users:get', { id });
    console.log(`${id}: ${name}`);
    names.push(name);
  }
} finally {
  console.log(`${names.length} of ${wanted.length} found`);
}

return names;
