import re

LOG = """\
127.0.0.1 - ann [10/Oct/2023:13:55:36 +0000] "GET /index.html HTTP/1.1" 200 2326
192.168.1.7 - - [10/Oct/2023:13:55:40 +0000] "POST /api/login HTTP/1.1" 401 128
garbage
10.0.0.3 - bob [10/Oct/2023:14:01:11 +0000] "GET /logo.png?v=2 HTTP/1.1" 304 -
"""
LINE = re.compile(
    r"""
    ^(?P<ip>[\d.]+)\ -\ (?P<user>\S+)\ \[(?P<when>[^\]]+)\]\s
    "(?P<method>[A-Z]+)\ (?P<path>[^\s?]+)(?:\?(?P<query>\S+))?\ [^"]+"\s
    (?P<status>\d{3})\ (?P<size>\d+|-)$
    """,
    re.VERBOSE | re.MULTILINE,
)
for match in LINE.finditer(LOG):
    entry = match.groupdict(default="none")
    print(entry["ip"], entry["user"], entry["path"], entry["query"], int(entry["status"]) // 100, match.span("method"))

print(re.sub(r"(\d+)\.(\d+)\.\d+\.\d+", r"\1.\2.x.x", LOG.splitlines()[0])[:20])
print(re.sub(r"\b(\w)(\w*)", lambda m: m[1].upper() + m[2].lower(), "the QUICK brown"), re.split(r"[,;]\s*|\s+", "a, b;c d"))
print(re.findall(r"(?<=\$)\d+(?:\.\d\d)?", "costs $5, $7.25 or 9"), re.findall(r"(\w)=(\d)", "a=1,b=2"))
print(re.match(r"\d+", "abc"), re.search(r"\d+", "abc123").group(), re.fullmatch(r"[a-f0-9]+", "beef") is not None)
print(re.subn("o", "0", "foo boo"), re.escape("a.b*c"), re.compile("x", re.I).search("AXB").start())
print(re.findall(r"(?i)straße|ÉCOLE", "Straße école"), re.findall(r"\w+", "naïve café 東京"), re.findall(r"(?a)\w+", "naïve"))
print(re.split(r"(\d)", "a1b2c", maxsplit=1), re.findall(r"(?s)<b>(.*?)</b>", "<b>x\ny</b><b>z</b>"), re.sub(r"(?P<d>\d)", r"<\g<d>>", "a1"))
TOKENS = [("NUMBER", r"\d+(\.\d*)?"), ("NAME", r"[A-Za-z_]\w*"), ("OP", r"[+\-*/=()]"), ("SKIP", r"\s+"), ("BAD", r".")]
scanner = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in TOKENS))
print([(m.lastgroup, m.group()) for m in scanner.finditer("x1 = 3.14*(y+2)") if m.lastgroup != "SKIP"])
try:
    re.compile("(unclosed")
except re.error as error:
    print(error.msg, error.pos)
