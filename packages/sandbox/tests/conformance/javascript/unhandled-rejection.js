async function fetchUser(id) {
  await null;
  if (id > 2) throw new RangeError(`no user ${id}`, { cause: new Error("database is empty") });
  return { id, name: ["Ann", "Bob"][id - 1] };
}

async function main() {
  process.on("exit", (code) => console.log("leaving with", code));
  console.log(await fetchUser(1));
  setTimeout(() => console.log("not reached"), 10_000);
  console.log(await fetchUser(3));
}

main();
