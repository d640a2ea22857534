class Connection {
  static open = 0;
  constructor(readonly name: string) {
    Connection.open++;
    console.log(`open ${name}`);
  }
  query(text: string): string {
    if (text === "") throw new Error("empty query");
    return `${this.name}: ${text.length}`;
  }
  [Symbol.dispose](): void {
    Connection.open--;
    console.log(`close ${this.name}`);
  }
}

function run(queries: string[]): string[] {
  using main = new Connection("main");
  const results: string[] = [];
  for (const query of queries) {
    using scratch = new Connection(`scratch${results.length}`);
    results.push(main.query(query), scratch.query(query));
  }
  return results;
}

console.log(run(["select", "insert"]));
try {
  run(["fine", ""]);
} catch (error) {
  console.log((error as Error).message, Connection.open);
}

async function asynchronous(): Promise<string> {
  await using resource = {
    value: 42,
    async [Symbol.asyncDispose]() {
      await null;
      console.log("released later");
    },
  };
  return `got ${resource.value}`;
}
asynchronous().then(console.log);
