const log = `
127.0.0.1 - ann [10/Oct/2023:13:55:36 +0000] "GET /index.html HTTP/1.1" 200 2326
192.168.1.7 - - [10/Oct/2023:13:55:40 +0000] "POST /api/login HTTP/1.1" 401 128
192.168.1.7 - - [10/Oct/2023:13:56:02 +0000] "POST /api/login HTTP/1.1" 200 512
not a log line
10.0.0.3 - bob [10/Oct/2023:14:01:11 +0000] "GET /images/logo.png?v=2 HTTP/1.1" 304 -
127.0.0.1 - ann [10/Oct/2023:14:02:00 +0000] "DELETE /api/items/42 HTTP/1.1" 500 91
`;

const LINE =
  /^(?<ip>[\d.]+) - (?<user>\S+) \[(?<day>\d+)\/(?<month>\w+)\/(?<year>\d+):(?<time>[\d:]+) [+-]\d{4}\] "(?<method>[A-Z]+) (?<path>[^ ?]+)(?:\?(?<query>\S+))? [^"]+" (?<status>\d{3}) (?<size>\d+|-)$/gm;

const entries = [...log.matchAll(LINE)].map(({ groups, index }) => ({ ...groups, index }));
console.log(entries.length, "entries");
for (const { method, path, status, size, user, query } of entries) {
  console.log(
    method.padEnd(6),
    path,
    status,
    size === "-" ? 0 : +size,
    user === "-" ? null : user,
    query,
  );
}

const byIp = {};
for (const entry of entries) (byIp[entry.ip] ??= []).push(Number(entry.status));
console.log(byIp);
console.log(
  log
    .replace(/\b(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}\b/g, (_, a, b) => `${a}.${b}.x.x`)
    .split("\n")[1],
);
console.log("2023-10-10".replace(/(?<y>\d+)-(?<m>\d+)-(?<d>\d+)/, "$<d>.$<m>.$<y>"));
console.log("price: 42€, 7$, £9".match(/(?<=£)\d+|\d+(?=[€$])/gu));
console.log("a1b22c333".split(/(\d+)/), /^[\p{Lu}][\p{Ll}]+$/u.test("Élan"), "x".search(/y/));
const sticky = /foo/y;
sticky.lastIndex = 3;
console.log(sticky.test("barfoo"), sticky.lastIndex, sticky.test("barfoo"), sticky.flags);
const match = /(?<word>b+)/d.exec("aabbb");
console.log(match.indices[0], match.indices.groups.word);
