const crypto = require("node:crypto");

for (const algorithm of ["md5", "sha1", "sha256", "sha512"]) {
  console.log(
    algorithm,
    crypto
      .createHash(algorithm)
      .update("the quick ")
      .update("brown fox")
      .digest("hex")
      .slice(0, 32),
  );
}
console.log(crypto.createHmac("sha256", "key").update("data").digest("base64"));
console.log(crypto.scryptSync("password", "salt", 16, { N: 1024 }).toString("hex"));
console.log(crypto.pbkdf2Sync("password", "salt", 1000, 16, "sha256").toString("hex"));
console.log(Buffer.from(crypto.hkdfSync("sha256", "secret", "salt", "info", 8)));

function encrypt(text, key, iv) {
  const cipher = crypto.createCipheriv("aes-256-gcm", key, iv);
  const data = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return { data, tag: cipher.getAuthTag() };
}
function decrypt({ data, tag }, key, iv) {
  const decipher = crypto.createDecipheriv("aes-256-gcm", key, iv).setAuthTag(tag);
  return decipher.update(data, undefined, "utf8") + decipher.final("utf8");
}
const key = Buffer.alloc(32, 7);
const iv = Buffer.alloc(12, 1);
const sealed = encrypt("attack at dawn", key, iv);
console.log(sealed.data.toString("hex"), decrypt(sealed, key, iv));
sealed.data[0] ^= 1;
try {
  decrypt(sealed, key, iv);
} catch (error) {
  console.log("tampered:", error instanceof Error);
}

const { publicKey, privateKey } = crypto.generateKeyPairSync("ed25519");
const signature = crypto.sign(null, Buffer.from("contract"), privateKey);
console.log(signature.length, crypto.verify(null, Buffer.from("contract"), publicKey, signature));
console.log(crypto.verify(null, Buffer.from("forged"), publicKey, signature));
const alice = crypto.createECDH("prime256v1");
const bob = crypto.createECDH("prime256v1");
const [a, b] = [alice.generateKeys(), bob.generateKeys()];
console.log(alice.computeSecret(b).equals(bob.computeSecret(a)));
console.log(
  /^[0-9a-f-]{36}$/.test(crypto.randomUUID()),
  crypto.randomBytes(8).length,
  crypto.randomInt(5, 6),
);
console.log(
  crypto.timingSafeEqual(Buffer.from("a"), Buffer.from("a")),
  crypto.getHashes().includes("sha256"),
);
crypto.pbkdf2("pw", "salt", 10, 8, "sha512", async (error, derived) => {
  console.log(error, derived.toString("hex"));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode("abc"));
  console.log(Buffer.from(digest).toString("hex").slice(0, 16));
});
