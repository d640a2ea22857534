import base64
import bz2
import gzip
import hashlib
import hmac
import io
import lzma
import secrets
import uuid
import zipfile
import zlib

message = "the quick brown fox 🦊".encode()
for algorithm in ("md5", "sha1", "sha256", "sha3_256", "blake2b"):
    print(algorithm, hashlib.new(algorithm, message).hexdigest()[:32])
digest = hashlib.sha256()
for word in message.split():
    digest.update(word)
print(digest.hexdigest()[:16], digest.digest_size, hmac.new(b"key", message, "sha256").hexdigest()[:16])
print(hmac.compare_digest("a", "a"), hashlib.sha512(b"").hexdigest()[:16])
print(base64.b64encode(message).decode(), base64.urlsafe_b64encode(b"\xff\xfe>").decode(), base64.b32encode(b"hi").decode())
print(base64.b64decode("4pyT").decode(), base64.b16encode(b"\x0f").decode(), base64.b85encode(b"data").decode())
text = b"compress me, please. " * 100
for module in (zlib, bz2, lzma, gzip):
    packed = module.compress(text)
    print(module.__name__, len(packed) < 150, module.decompress(packed) == text)
print(zlib.crc32(message), zlib.adler32(message))
archive = io.BytesIO()
with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
    file.writestr("a.txt", "first")
    file.writestr("dir/b.txt", "second" * 10)
with zipfile.ZipFile(archive) as file:
    print(file.namelist(), file.read("dir/b.txt")[:6], file.getinfo("a.txt").file_size, file.testzip())
print(uuid.uuid5(uuid.NAMESPACE_DNS, "example.org"), uuid.UUID(int=5), len(str(uuid.uuid4())), uuid.uuid4().version)
print(len(secrets.token_hex(8)), secrets.choice([7]), len(secrets.token_bytes(4)))
try:
    base64.b64decode("abc", validate=True)
except ValueError as error:
    print(type(error).__name__)


class Bloom:
    def __init__(self, size=256, hashes=3):
        self.bits, self.size, self.hashes = 0, size, hashes

    def _positions(self, item):
        for i in range(self.hashes):
            yield int.from_bytes(hashlib.sha256(f"{i}:{item}".encode()).digest()[:4], "big") % self.size

    def add(self, item):
        for position in self._positions(item):
            self.bits |= 1 << position

    def __contains__(self, item):
        return all(self.bits >> position & 1 for position in self._positions(item))


bloom = Bloom()
for word in ("apple", "pear"):
    bloom.add(word)
print("apple" in bloom, "zebra" in bloom, bin(bloom.bits).count("1"))
