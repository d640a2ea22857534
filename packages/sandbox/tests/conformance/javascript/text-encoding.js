const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

for (const text of ["ASCII", "é", "€", "𝄞", "👩‍👩‍👧", "e\u0301"]) {
  const bytes = encoder.encode(text);
  const points = [...text].map(
    (c) => "U+" + c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0"),
  );
  console.log(text.length, bytes.length, points.join(" "), decoder.decode(bytes) === text);
}
const target = new Uint8Array(4);
console.log(encoder.encodeInto("añb漢", target), target);
try {
  decoder.decode(new Uint8Array([0xc3, 0x28]));
} catch (error) {
  console.log(error.name, error.code);
}
console.log(
  new TextDecoder().decode(new Uint8Array([0x61, 0xff, 0x62])),
  new TextDecoder("latin1").encoding,
);
console.log(new TextDecoder("utf-16le").decode(new Uint8Array([0x68, 0x00, 0x69, 0x00])));
console.log(new TextDecoder("shift_jis").decode(new Uint8Array([0x93, 0xfa, 0x96, 0x7b])));
const streaming = new TextDecoder();
const euro = encoder.encode("€uro");
console.log(
  JSON.stringify(streaming.decode(euro.subarray(0, 2), { stream: true })),
  streaming.decode(euro.subarray(2)),
);

const { StringDecoder } = require("string_decoder");
const partial = new StringDecoder("utf8");
console.log(
  [...Buffer.from("日本")].map((byte) => partial.write(Buffer.from([byte]))).filter(Boolean),
  partial.end(),
);
console.log(
  encodeURIComponent("a b&c=é/☃"),
  decodeURIComponent("%E2%98%83"),
  encodeURI("https://x.y/a b?q=é"),
);
console.log(
  "\ud83d".isWellFormed(),
  "ab\udc00".toWellFormed().codePointAt(2).toString(16),
  escape("ü"),
  unescape("%u2603"),
);
