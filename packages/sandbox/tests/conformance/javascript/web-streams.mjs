const numbers = new ReadableStream({
  start(controller) {
    this.n = 0;
  },
  pull(controller) {
    if (++this.n > 5) controller.close();
    else controller.enqueue(this.n);
  },
  cancel(reason) {
    console.log("cancelled:", reason);
  },
});
const squares = new TransformStream({
  transform: (n, controller) => controller.enqueue(n * n),
  flush: (controller) => controller.enqueue("end"),
});
const received = [];
await numbers
  .pipeThrough(squares)
  .pipeTo(new WritableStream({ write: (chunk) => void received.push(chunk) }));
console.log(received);

const [left, right] = new Blob(["hello ", "wörld"]).stream().tee();
const text = async (stream) => {
  let result = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) result += chunk;
  return result;
};
console.log(await Promise.all([text(left), text(right)]));

const packed = new Blob(["z".repeat(1000)]).stream().pipeThrough(new CompressionStream("gzip"));
const bytes = await new Response(packed).arrayBuffer();
console.log(
  bytes.byteLength < 60,
  (await text(new Response(bytes).body.pipeThrough(new DecompressionStream("gzip")))).length,
);

const endless = new ReadableStream({
  pull: (c) => c.enqueue(Math.PI),
  cancel: (why) => console.log("stopped", why),
});
const reader = endless.getReader();
console.log((await reader.read()).value, endless.locked);
await reader.cancel("enough");
console.log((await reader.read()).done);

const blob = new Blob(["abc", new Uint8Array([100])], { type: "text/plain" });
console.log(
  blob.size,
  blob.type,
  await blob.slice(1, 3).text(),
  await new Response('{"a":[1]}').json(),
);
const form = new FormData();
form.append("name", "Ann");
form.append("tag", "x");
form.append("tag", "y");
console.log(
  [...form.keys()],
  form.getAll("tag"),
  new Headers({ "Content-Type": "a/b" }).get("content-type"),
);
const failing = new ReadableStream({
  start: (controller) => controller.error(new Error("broken source")),
});
await failing
  .getReader()
  .read()
  .catch((error) => console.log(error.message));
