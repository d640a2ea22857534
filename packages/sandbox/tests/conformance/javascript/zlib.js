const zlib = require("zlib");
const { promisify } = require("util");
const { pipeline } = require("stream/promises");
const { Readable } = require("stream");

const text = "All work and no play makes Jack a dull boy. ".repeat(200);

async function main() {
  for (const [pack, unpack] of [
    ["gzip", "gunzip"],
    ["deflate", "inflate"],
    ["deflateRaw", "inflateRaw"],
    ["brotliCompress", "brotliDecompress"],
  ]) {
    const packed = await promisify(zlib[pack])(text);
    const unpacked = await promisify(zlib[unpack])(packed);
    console.log(
      pack,
      packed.length < 250,
      unpacked.toString() === text,
      zlib[`${unpack}Sync`](packed).equals(unpacked),
    );
  }

  const chunks = [];
  await pipeline(
    Readable.from([text, "end"]),
    zlib.createGzip({ level: 9 }),
    zlib.createGunzip(),
    async (source) => {
      for await (const chunk of source) chunks.push(chunk);
    },
  );
  console.log(Buffer.concat(chunks).length, text.length + 3);
  console.log(
    zlib.deflateSync("hello").toString("hex").slice(0, 4),
    zlib.constants.Z_BEST_COMPRESSION,
  );

  try {
    zlib.gunzipSync(Buffer.from("not gzip at all"));
  } catch (error) {
    console.log(error.code, error.message);
  }
  zlib.inflate("junk", (error) => console.log(error.code));
}
main();
