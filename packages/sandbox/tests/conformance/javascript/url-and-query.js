const { URL, URLSearchParams, domainToASCII } = require("node:url");
const querystring = require("node:querystring");

const url = new URL("https://ann:secret@例え.jp:8080/a/../b%20c/?q=1&q=2&empty=#frag");
console.log(
  url.host,
  url.pathname,
  url.searchParams.getAll("q"),
  url.hash,
  url.username,
  url.origin,
);
url.port = "443";
url.searchParams.append("new key", "ü&=");
url.searchParams.sort();
url.pathname = "/x y";
url.password = "";
console.log(url.href);
console.log(
  new URL("../c?d", "http://h/a/b/").href,
  URL.canParse("not a url"),
  domainToASCII("münchen.de"),
);
try {
  new URL("::::");
} catch (error) {
  console.log(error.code, error instanceof TypeError);
}

const params = new URLSearchParams({ b: 2, a: "x y" });
params.set("c", "é");
params.delete("b");
console.log(`${params}`, [...params], params.has("a"), params.size);
console.log(
  querystring.parse("a=1&b=2&a=3&c=%20"),
  querystring.stringify({ list: [1, 2], text: "a b" }),
);

function matchRoute(pattern, path) {
  const names = [];
  const source = pattern.replace(/:(\w+)/g, (_, name) => {
    names.push(name);
    return "([^/]+)";
  });
  const match = new RegExp(`^${source}$`).exec(path);
  return (
    match && Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(match[i + 1])]))
  );
}
console.log(
  matchRoute("/users/:id/posts/:slug", "/users/7/posts/caf%C3%A9"),
  matchRoute("/a", "/b"),
);
console.log(url);
