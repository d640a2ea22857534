// @ts-check
"use strict";
/** `node:path`, as on POSIX systems. */

/** @param {string} path */
function normalize(path) {
  const isAbsolute = path.startsWith("/");
  /** @type {string[]} */
  const kept = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (!isAbsolute) kept.push("..");
  }
  const body = kept.join("/");
  const tail = path.endsWith("/") && body !== "" ? "/" : "";
  return (isAbsolute ? `/${body}` : body === "" ? "." : body) + tail;
}

/** @param {string[]} parts */
function join(...parts) {
  return normalize(parts.filter((part) => part !== "").join("/"));
}

/** @param {string[]} parts */
function resolve(...parts) {
  let path = "";
  for (const part of parts.toReversed()) {
    if (part === "") continue;
    path = path === "" ? part : `${part}/${path}`;
    if (part.startsWith("/")) break;
  }
  const normal = normalize(path.startsWith("/") ? path : `/${path}`);
  return normal === "/" ? normal : normal.replace(/\/$/, "");
}

/** @param {string} path */
function dirname(path) {
  const end = path.replace(/\/+$/, "").lastIndexOf("/");
  if (end < 0) return ".";
  return end === 0 ? "/" : path.slice(0, end);
}

/** @param {string} path @param {string} [suffix] */
function basename(path, suffix = "") {
  const base = path.replace(/\/+$/, "").split("/").at(-1) ?? "";
  return suffix !== "" && base !== suffix && base.endsWith(suffix)
    ? base.slice(0, -suffix.length)
    : base;
}

/** @param {string} path */
function extname(path) {
  const base = basename(path);
  const dot = base.lastIndexOf(".");
  return dot > 0 ? base.slice(dot) : "";
}

/** @param {string} from @param {string} to */
function relative(from, to) {
  const fromParts = resolve(from).split("/").filter(Boolean);
  const toParts = resolve(to).split("/").filter(Boolean);
  let common = 0;
  while (common < fromParts.length && fromParts[common] === toParts[common]) common += 1;
  return [...fromParts.slice(common).map(() => ".."), ...toParts.slice(common)].join("/");
}

/** @param {string} path */
function parse(path) {
  const base = basename(path);
  const ext = extname(path);
  const root = path.startsWith("/") ? "/" : "";
  const dir = path.includes("/") ? dirname(path) : "";
  return { root, dir, base, ext, name: base.slice(0, base.length - ext.length) };
}

const path = {
  sep: "/",
  delimiter: ":",
  normalize,
  join,
  resolve,
  dirname,
  basename,
  extname,
  relative,
  parse,
  isAbsolute: (/** @type {string} */ value) => value.startsWith("/"),
};

module.exports = Object.assign(path, { posix: path });
