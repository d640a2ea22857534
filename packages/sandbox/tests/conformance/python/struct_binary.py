import array
import binascii
import io
import struct
import sys

header = struct.pack(">4sHIf", b"PNG\x00", 7, 0xDEADBEEF, 1.5)
print(header, struct.unpack(">4sHIf", header), struct.calcsize("<4sHIf"))
print(struct.pack("<hB?q", -2, 255, True, -(2**40)).hex(" "), list(struct.iter_unpack(">H", b"\x00\x01\x00\x02")))
try:
    struct.pack(">B", 256)
except struct.error as error:
    print(type(error).__name__)


class BitWriter:
    def __init__(self):
        self.value, self.length = 0, 0

    def write(self, number, width):
        self.value = self.value << width | number
        self.length += width

    def __bytes__(self):
        padding = -self.length % 8
        return (self.value << padding).to_bytes((self.length + padding) // 8, "big")


bits = BitWriter()
for number, width in ((5, 3), (1, 1), (200, 8), (3, 2)):
    bits.write(number, width)
print(bytes(bits), bin(int.from_bytes(bytes(bits), "big")))
stream = io.BytesIO()
for chunk in (b"one", b"three"):
    stream.write(struct.pack("B", len(chunk)) + chunk)
stream.seek(0)
while size := stream.read(1):
    print(stream.read(size[0]), end=" ")
print(stream.tell())
view = memoryview(bytearray(b"hello world"))
view[0:5] = b"HELLO"
print(bytes(view[::2]), view[4], view.nbytes, bytearray(b"abc").translate(bytes.maketrans(b"b", b"X")))
numbers = array.array("i", [1, 2, 3])
numbers.extend([4])
print(numbers, numbers.itemsize, numbers.tobytes()[:5], sum(numbers))
print(binascii.crc32(b"hello"), b"\xff\x00a".hex(), bytes.fromhex("c3 a9").decode(), b"%d-%s" % (5, b"x"), b"a,b".split(b","))
print(sys.byteorder in ("little", "big"), (1000).to_bytes(2, "little"), int.from_bytes(b"\xff\xfe", "big", signed=True), (255).bit_length())
