// @ts-check
"use strict";
/** Shows values as Node's `util.inspect` does, for what programs usually print. */
const { layOut } = require("./layout.cjs");

const DEFAULT_DEPTH = 2;
const MAX_ELEMENTS = 100;
const MAX_TEXT_LENGTH = 10_000;
const CUSTOM = Symbol.for("nodejs.util.inspect.custom");
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
const OBJECT_BRACKETS = /** @type {const} */ (["{", "}"]);
const LIST_BRACKETS = /** @type {const} */ (["[", "]"]);
/** @type {Record<string, string>} */
const ESCAPES = { "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\v": "\\v" };

/**
 * @typedef {object} State
 * @property {number} maxDepth
 * @property {number} indentation
 * @property {number} deepest depth of the value that was last begun
 * @property {object[]} path values that contain the current one
 */

/** @param {string} text */
function quote(text) {
  const mark = !text.includes("'")
    ? "'"
    : !text.includes('"')
      ? '"'
      : !text.includes("`")
        ? "`"
        : "'";
  const escaped = text.replace(/[\\\p{Cc}'"`]|\p{Cs}/gu, (character) => {
    if (character === "\\") return "\\\\";
    if (/['"`]/.test(character)) return character === mark ? `\\${character}` : character;
    const code = character.charCodeAt(0).toString(16).toUpperCase();
    return ESCAPES[character] ?? (code.length > 2 ? `\\u${code}` : `\\x${code.padStart(2, "0")}`);
  });
  return mark + escaped + mark;
}

/** @param {unknown} value @param {boolean} isNested */
function showPrimitive(value, isNested) {
  if (typeof value === "string") {
    const rest = value.length - MAX_TEXT_LENGTH;
    const suffix = rest > 0 ? `... ${rest} more character${rest > 1 ? "s" : ""}` : "";
    return isNested || rest <= 0 ? quote(value.slice(0, MAX_TEXT_LENGTH)) + suffix : quote(value);
  }
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  return String(value);
}

/** @param {object} value @returns {string | null} */
function constructorName(value) {
  for (let current = value; current !== null; current = Object.getPrototypeOf(current)) {
    const found = Object.getOwnPropertyDescriptor(current, "constructor");
    if (typeof found?.value === "function" && found.value.name !== "") return found.value.name;
  }
  return null;
}

/** @param {Function} value @param {string | null} name */
function describeFunction(value, name) {
  const isClass = /^class\b/.test(Function.prototype.toString.call(value));
  if (isClass) {
    const parent = Object.getPrototypeOf(value)?.name;
    const heritage = parent === undefined || parent === "" ? "" : ` extends ${parent}`;
    return `[class ${value.name === "" ? "(anonymous)" : value.name}${heritage}]`;
  }
  const kind = name === null ? "Function" : name;
  return value.name === "" ? `[${kind} (anonymous)]` : `[${kind}: ${value.name}]`;
}

/** @param {PropertyKey} key */
function showKey(key) {
  if (typeof key === "symbol") return `[${String(key)}]`;
  return IDENTIFIER.test(String(key)) ? String(key) : quote(String(key));
}

/** @param {object} value @param {PropertyKey} key @param {State} state */
function showProperty(value, key, state) {
  const property = Object.getOwnPropertyDescriptor(value, key);
  if (property === undefined) return `${showKey(key)}: undefined`;
  if (property.get !== undefined) {
    return `${showKey(key)}: ${property.set === undefined ? "[Getter]" : "[Getter/Setter]"}`;
  }
  if (property.set !== undefined) return `${showKey(key)}: [Setter]`;
  return `${showKey(key)}: ${showNested(property.value, state)}`;
}

/** @param {unknown} value @param {State} state @returns {string} */
function showNested(value, state) {
  state.indentation += 2;
  const text = show(value, state, true);
  state.indentation -= 2;
  return text;
}

/** @param {ArrayLike<unknown>} list @param {State} state */
function showElements(list, state) {
  const entries = [];
  let holes = 0;
  const flushHoles = () => {
    if (holes > 0) entries.push(`<${holes} empty item${holes > 1 ? "s" : ""}>`);
    holes = 0;
  };
  let index = 0;
  for (; index < list.length && entries.length < MAX_ELEMENTS; index += 1) {
    if (!Object.hasOwn(list, index)) {
      holes += 1;
      continue;
    }
    flushHoles();
    entries.push(showNested(list[index], state));
  }
  flushHoles();
  const listLength = entries.length;
  const rest = list.length - index;
  if (rest > 0) entries.push(`... ${rest} more item${rest > 1 ? "s" : ""}`);
  return { entries, listLength };
}

/** @param {object} value @param {Function} kind */
function isKindOf(value, kind) {
  return value instanceof kind;
}

/** @param {object} value @returns {PropertyKey[]} enumerable ones, without the indexes of a list */
function namedKeys(value) {
  const isList = Array.isArray(value) || ArrayBuffer.isView(value) || isKindOf(value, String);
  return Reflect.ownKeys(value).filter(
    (key) =>
      Object.prototype.propertyIsEnumerable.call(value, key) &&
      !(isList && typeof key === "string" && /^\d+$/.test(key)),
  );
}

/** @param {any} error @param {State} state */
function showError(error, state) {
  const stack = typeof error.stack === "string" && error.stack !== "" ? error.stack : null;
  const text = stack ?? `[${Error.prototype.toString.call(error)}]`;
  return state.indentation === 0
    ? text
    : text.replaceAll("\n", `\n${" ".repeat(state.indentation)}`);
}

/**
 * What a value is called and what it holds, by its kind.
 * @param {any} value @param {State} state @param {string | null} name
 */
function takeApart(value, state, name) {
  const named = (/** @type {string} */ plain) => (name === plain || name === null ? "" : name);
  const parts = {
    prefix: "",
    brackets: OBJECT_BRACKETS,
    entries: /** @type {string[]} */ ([]),
    listLength: 0,
  };
  if (Array.isArray(value)) {
    const prefix = name === "Array" ? "" : `${name}(${value.length})`;
    return { ...parts, prefix, brackets: LIST_BRACKETS, ...showElements(value, state) };
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const list = /** @type {any} */ (value);
    return {
      ...parts,
      prefix: `${name}(${list.length})`,
      brackets: LIST_BRACKETS,
      ...showElements(list, state),
    };
  }
  if (value instanceof Map) {
    const entries = [...value].map(
      ([key, held]) => `${showNested(key, state)} => ${showNested(held, state)}`,
    );
    return { ...parts, prefix: `${name}(${value.size})`, entries };
  }
  if (value instanceof Set) {
    const entries = [...value].map((held) => showNested(held, state));
    return { ...parts, prefix: `${name}(${value.size})`, entries };
  }
  if (value instanceof Error) return { ...parts, whole: showError(value, state) };
  if (value instanceof RegExp) return { ...parts, whole: RegExp.prototype.toString.call(value) };
  if (value instanceof Date) {
    const isValid = !Number.isNaN(value.getTime());
    return { ...parts, whole: isValid ? value.toISOString() : "Invalid Date" };
  }
  if (value instanceof Promise)
    return { ...parts, prefix: "Promise", entries: ["<pending or settled>"] };
  if (value instanceof WeakMap || value instanceof WeakSet) {
    return { ...parts, prefix: name ?? "", entries: ["<items unknown>"] };
  }
  if (typeof value === "function") return { ...parts, whole: describeFunction(value, name) };
  const boxed = [Number, String, Boolean].find((kind) => isKindOf(value, kind));
  if (boxed !== undefined) {
    return { ...parts, whole: `[${boxed.name}: ${showPrimitive(value.valueOf(), true)}]` };
  }
  if (name === null) return { ...parts, prefix: "[Object: null prototype]" };
  const tag = value[Symbol.toStringTag];
  const suffix = typeof tag === "string" && tag !== "" && tag !== name ? `[${tag}]` : "";
  const shown = suffix === "" ? named("Object") : name;
  return { ...parts, prefix: [shown, suffix].filter((part) => part !== "").join(" ") };
}

/** @param {any} value @param {State} state @param {boolean} isNested @returns {string} */
function show(value, state, isNested) {
  if ((typeof value !== "object" || value === null) && typeof value !== "function") {
    return showPrimitive(value, isNested);
  }
  const custom = value[CUSTOM];
  if (typeof custom === "function") {
    const shown = custom.call(value, state.maxDepth - state.path.length, {}, inspect);
    if (shown !== value) return typeof shown === "string" ? shown : show(shown, state, isNested);
  }
  if (state.path.includes(value)) return "[Circular *1]";
  const name = constructorName(value);
  const isTooDeep = typeof value !== "function" && state.path.length > state.maxDepth;
  if (isTooDeep && namedKeys(value).length + (value.length ?? value.size ?? 0) > 0) {
    return `[${Array.isArray(value) ? "Array" : (name ?? "Object: null prototype")}]`;
  }
  const depth = state.path.length;
  const { deepest } = state;
  state.deepest = depth;
  state.path.push(value);
  const { whole, ...parts } = /** @type {any} */ (takeApart(value, state, name));
  const isError = value instanceof Error;
  const keys = namedKeys(value).filter((key) => !isError || !isInStack(value, key));
  const entries = [...parts.entries, ...keys.map((key) => showProperty(value, key, state))];
  if (isError && Object.hasOwn(value, "cause")) {
    entries.push(`[cause]: ${showNested(value.cause, state)}`);
  }
  state.path.pop();
  const prefix = whole ?? parts.prefix;
  if (entries.length === 0) {
    // What holds nothing does not count.
    state.deepest = deepest;
    if (whole !== undefined) return whole;
    return `${prefix === "" ? "" : `${prefix} `}${parts.brackets.join("")}`;
  }
  return layOut({
    ...parts,
    prefix,
    entries,
    isNumeric: parts.listLength > 0 && isNumeric(value),
    indentation: state.indentation,
    levels: state.deepest - depth,
  });
}

/** Whether an error's text shows a property already. @param {any} error @param {PropertyKey} key */
function isInStack(error, key) {
  return (
    ["name", "message", "stack"].includes(String(key)) && String(error.stack).includes(error[key])
  );
}

/** @param {ArrayLike<unknown>} list */
function isNumeric(list) {
  return Array.prototype.every.call(
    list,
    (held) => typeof held === "number" || typeof held === "bigint",
  );
}

/**
 * @param {unknown} value
 * @param {{ depth?: number | null }} [options]
 */
function inspect(value, options = {}) {
  const depth = options?.depth === undefined ? DEFAULT_DEPTH : (options.depth ?? Infinity);
  const text = show(value, { maxDepth: depth, indentation: 0, deepest: 0, path: [] }, false);
  return text.includes("[Circular *1]") && typeof value === "object" && value !== null
    ? `<ref *1> ${text}`
    : text;
}
inspect.custom = CUSTOM;

module.exports = { inspect };
