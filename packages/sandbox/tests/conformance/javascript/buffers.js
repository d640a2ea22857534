const message = Buffer.from("Grüße, 世界 🌍");
console.log(message.length, message.toString().length, message);
console.log(
  message.toString("base64"),
  message.toString("hex").slice(0, 12),
  message.toString("base64url"),
);
console.log(Buffer.from("R3LDvMOfZQ==", "base64").toString(), Buffer.from("zz", "hex").length);

const header = Buffer.alloc(12);
header.writeUInt32BE(0x89504e47, 0);
header.writeInt16LE(-300, 4);
header.writeDoubleBE === undefined || header.writeFloatBE(1.5, 6);
header.write("ok", 10, "latin1");
console.log(
  header,
  header.readUInt32BE(0).toString(16),
  header.readInt16LE(4),
  header.readFloatBE(6),
);

const joined = Buffer.concat([Buffer.from([1, 2]), Buffer.from("é"), Buffer.alloc(2, "x")]);
console.log(joined, joined.indexOf("x"), joined.includes(2), joined.equals(Buffer.from(joined)));
console.log(
  Buffer.compare(Buffer.from("a"), Buffer.from("b")),
  Buffer.byteLength("€"),
  Buffer.isBuffer(joined),
);
const slice = joined.subarray(0, 2);
slice[0] = 255;
console.log(joined[0], [...joined.entries()].length, joined.toJSON().data.slice(0, 3));
console.log(
  Buffer.from([0xff, 0xfe, 0x41]).toString(),
  Buffer.from("ABC").swap16 instanceof Function,
);
console.log(
  Buffer.from("0123456789").fill("ab", 2, 6).toString(),
  Buffer.from("a\0b").toString("ascii").length,
);
for (const attempt of [
  () => Buffer.alloc(2).readUInt32LE(0),
  () => Buffer.from(5),
  () => Buffer.alloc(1).writeUInt8(300),
]) {
  try {
    attempt();
  } catch (error) {
    console.log(error.code);
  }
}

function hexDump(bytes) {
  for (let offset = 0; offset < bytes.length; offset += 8) {
    const row = bytes.subarray(offset, offset + 8);
    const hex = [...row].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    console.log(
      offset.toString(16).padStart(4, "0"),
      hex.padEnd(23),
      row.toString("latin1").replace(/[^ -~]/g, "."),
    );
  }
}
hexDump(message);
console.log(btoa("hello"), atob("aGVsbG8="));
