const { Readable, Transform, Writable, PassThrough, pipeline, Duplex } = require("node:stream");

class LineSplitter extends Transform {
  #rest = "";
  constructor() {
    super({ readableObjectMode: true });
  }
  _transform(chunk, _encoding, done) {
    const lines = (this.#rest + chunk).split("\n");
    this.#rest = lines.pop();
    for (const line of lines) this.push(line);
    done();
  }
  _flush(done) {
    if (this.#rest) this.push(this.#rest);
    done();
  }
}

const number = () => {
  let count = 0;
  return new Transform({
    objectMode: true,
    transform(line, _, done) {
      if (line === "bad") return done(new Error(`line ${count + 1} is bad`));
      done(null, `${++count}: ${line}`);
    },
  });
};

function run(chunks, done) {
  const collected = [];
  const sink = new Writable({
    objectMode: true,
    highWaterMark: 2,
    write(line, _, next) {
      collected.push(line);
      setImmediate(next);
    },
    final(next) {
      collected.push("(end)");
      next();
    },
  });
  pipeline(Readable.from(chunks), new LineSplitter(), number(), sink, (error) =>
    done(error, collected),
  );
}

run(["first li", "ne\nsecond\nth", "ird\n", "no newline"], (error, lines) => {
  console.log(error ?? "no error", lines);
  run(["fine\nbad\nnever\n"], async (error, lines) => {
    console.log(error.message, lines);

    const total = await Readable.from([1, 2, 3, 4])
      .filter((n) => n % 2 === 0)
      .map(async (n) => n * 10)
      .reduce((sum, n) => sum + n, 0);
    console.log(total);

    const through = new PassThrough({ highWaterMark: 3 });
    console.log(through.write("abcd"), through.writableLength, through.writableNeedDrain);
    through.once("drain", () => console.log("drained"));
    through.end("ef");
    through.setEncoding("utf8");
    let text = "";
    for await (const chunk of through) text += chunk;
    console.log(text, through.destroyed, Duplex.from(["x"]) instanceof Readable);
    const lazy = Readable.from(
      (function* () {
        yield* ["a", "b", "c"];
      })(),
    );
    lazy.on("close", () => console.log("closed"));
    for await (const letter of lazy) if (letter === "b") break;
  });
});
