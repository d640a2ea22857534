// @ts-check
"use strict";
/** Finds the file of a program that a specifier such as `./shapes` means. */
const { posix } = require("node:path");

const DECLARATIONS = /\.d\.[cm]?ts$/;

/** Where a program's files seem to lie. @param {string} name */
function toFilename(name) {
  return `/${name}`;
}

/** Whether a specifier names a file, not a package. @param {string} specifier */
function isPath(specifier) {
  return /^(?:\.{0,2}\/|\.{1,2}$|file:)/.test(specifier);
}

/**
 * @param {string} specifier
 * @param {string} importer name of the file that asks
 * @returns {string | null} without the leading slash; null for a URL that is no file's
 */
function toPath(specifier, importer) {
  if (!specifier.startsWith("file:")) {
    return posix
      .join("/", specifier.startsWith("/") ? "" : posix.dirname(importer), specifier)
      .slice(1);
  }
  try {
    return decodeURIComponent(new URL(specifier).pathname).slice(1);
  } catch {
    return null;
  }
}

/**
 * Node's own rules for `require`, for `import` too: extensions and `index` may be left off, a
 * `package.json` may name the main file of its folder. In TypeScript the name of the JavaScript
 * that a file would be compiled to stands for it as well.
 */
class ModuleResolver {
  /** @type {Map<string, string>} */
  #contents;
  #extensions;
  #isTypescript;

  /**
   * @param {import('./control-channel.cjs').SourceFile[]} files
   * @param {readonly string[]} sourceExtensions of what can be run, the preferred first
   */
  constructor(files, sourceExtensions) {
    this.#contents = new Map(
      files
        .filter(({ name }) => !DECLARATIONS.test(name))
        .map(({ name, content }) => [name, content]),
    );
    this.#extensions = [...sourceExtensions, ".json"];
    this.#isTypescript = sourceExtensions.includes(".ts");
  }

  /**
   * @param {string} specifier one that {@link isPath}
   * @param {string} importer
   * @returns {string | null} name of the file
   */
  find(specifier, importer) {
    const path = toPath(specifier, importer);
    if (path === null) return null;
    const folder = path.replace(/\/$/, "");
    const isFolder = folder !== path || path === "" || /(?:^|\/)\.{1,2}$/.test(specifier);
    return (isFolder ? null : this.#findFile(path)) ?? this.#findInFolder(folder);
  }

  /** Format that the nearest `package.json` declares, or null. @param {string} name */
  declaredFormat(name) {
    for (let folder = posix.dirname(name); ; folder = posix.dirname(folder)) {
      const manifest = this.#readManifest(folder);
      if (manifest?.type === "module") return "module";
      if (manifest?.type === "commonjs") return "script";
      if (manifest !== null || folder === ".") return null;
    }
  }

  /** @param {string} path */
  #findFile(path) {
    const candidates = [path, ...this.#extensions.map((extension) => path + extension)];
    if (this.#isTypescript) candidates.push(path.replace(/\.([cm]?)js$/, ".$1ts"));
    return candidates.find((candidate) => this.#contents.has(candidate)) ?? null;
  }

  /** @param {string} folder */
  #findInFolder(folder) {
    const main = this.#readManifest(folder)?.main;
    const named = typeof main === "string" ? posix.join(folder, main) : null;
    return (
      (named === null ? null : (this.#findFile(named) ?? this.#findIndex(named))) ??
      this.#findIndex(folder)
    );
  }

  /** @param {string} folder */
  #findIndex(folder) {
    const index = posix.join(folder, "index");
    return (
      this.#extensions
        .map((extension) => index + extension)
        .find((candidate) => this.#contents.has(candidate)) ?? null
    );
  }

  /**
   * @param {string} folder
   * @returns {{ type?: unknown, main?: unknown } | null} null where there is none that can be read
   */
  #readManifest(folder) {
    try {
      return JSON.parse(this.#contents.get(posix.join(folder, "package.json")) ?? "null");
    } catch {
      return null;
    }
  }
}

module.exports = { DECLARATIONS, ModuleResolver, isPath, toFilename };
