import unicodedata


def slugify(text):
    decomposed = unicodedata.normalize("NFKD", text)
    ascii_only = decomposed.encode("ascii", "ignore").decode()
    return "-".join("".join(c.lower() if c.isalnum() else " " for c in ascii_only).split())


composed, decomposed = "Å", "A\u030a"
print(composed == decomposed, unicodedata.normalize("NFC", decomposed) == composed, len(composed), len(decomposed))
print(slugify("  Crème Brûlée à l'Été – Voilà! "), unicodedata.normalize("NFKC", "ﬁ①²"))
for char in "é€漢😀\u0301٣":
    print(f"U+{ord(char):04X} {unicodedata.name(char)} {unicodedata.category(char)} {len(char.encode())} {len(char.encode('utf-16-le'))}")
print("straße".upper(), "ﬃ".upper(), "İ".lower() == "i̇", "ΣΑΣ".lower(), "ß".casefold(), "ĳ".title())
print("日本".encode("utf-8"), "日本".encode("shift_jis"), "é".encode("latin-1"), b"\xe9".decode("cp1252"))
print("naïve 😀".encode("ascii", "replace"), "é".encode("ascii", "xmlcharrefreplace"), "é".encode("ascii", "backslashreplace"), "é".encode("ascii", "namereplace"))
print(b"a\xffb".decode("utf-8", "replace"), repr(b"a\xffb".decode("utf-8", "surrogateescape")), b"a\xff".decode("utf-8", "ignore"))
for attempt in (lambda: "é".encode("ascii"), lambda: b"\xc3".decode(), lambda: "x".encode("nope")):
    try:
        attempt()
    except (UnicodeError, LookupError) as error:
        print(type(error).__name__, error)
flag = "🇳🇱"
family = "👨‍👩‍👧"
print(len(flag), len(family), [hex(ord(c)) for c in family], family[::-1] == family)
print(sorted(["zebra", "Äpfel", "apfel", "Zoo"]), sorted(["zebra", "Äpfel", "apfel", "Zoo"], key=str.casefold))
print(int("٣٤"), float("１.５"), "½".isnumeric(), unicodedata.numeric("½"), unicodedata.digit("٣"), unicodedata.bidirectional("א"))
print("bücher.example".encode("idna"), b"xn--bcher-kva".decode("idna"), "\ufeffbom".encode("utf-8-sig")[:3], "x".encode("utf-16")[:2] in (b"\xff\xfe", b"\xfe\xff"))
print(chr(0x1F40D), "\u00e9" == "é", "a\u00a0b".split(), "tab\x0bvt".split(), unicodedata.east_asian_width("漢"), unicodedata.combining("\u0301"))
