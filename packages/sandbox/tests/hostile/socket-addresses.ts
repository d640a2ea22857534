const AF_UNIX = 1;
const AF_INET = 2;
const AF_INET6 = 10;

function family(number: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(number);
  return bytes;
}

function bigEndian(port: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(port);
  return bytes;
}

/** `struct sockaddr_un` as hexadecimal; a name that begins with NUL lies in no folder. */
export function encodeUnix(name: string): string {
  const end = name.startsWith("\0") ? "" : "\0";
  return Buffer.concat([family(AF_UNIX), Buffer.from(name + end)]).toString("hex");
}

/** `struct sockaddr_in` of a port of 127.0.0.1, as hexadecimal. */
export function encodeInet(port: number): string {
  const address = Buffer.from([127, 0, 0, 1]);
  return Buffer.concat([family(AF_INET), bigEndian(port), address, Buffer.alloc(8)]).toString(
    "hex",
  );
}

/** `struct sockaddr_in6` of a port of ::1, as hexadecimal. */
export function encodeInet6(port: number): string {
  const address = Buffer.alloc(16);
  address[15] = 1;
  const flow = Buffer.alloc(4);
  const scope = Buffer.alloc(4);
  return Buffer.concat([family(AF_INET6), bigEndian(port), flow, address, scope]).toString("hex");
}
