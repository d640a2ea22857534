/**
 * The counterpart of `JAVASCRIPT_PROBE` for programs that an interpreter holds: the same canaries,
 * the same answer. It first looks for objects of the host, by whatever leads from a function to
 * the realm that it is of, and then does with them what must not be possible.
 */
export const QUICKJS_PROBE = `
const [file, folder, port, socketPath] = process.argv.slice(2);
const breaches = new Set();
const attempt = (name, action) => {
  try {
    if (action() !== false) breaches.add(name);
  } catch {}
};
// Everything that can be reached from the global object, and the realm of every function in it.
const found = new Set([globalThis]);
const visit = (value) => {
  if (value instanceof Promise) value.catch(() => undefined);
  if ((typeof value === 'object' && value !== null) || typeof value === 'function') found.add(value);
};
attempt('realm', () => (visit(Function('return this')()), false));
for (const value of found) {
  if (found.size > 20000) break;
  for (const key of Reflect.ownKeys(value)) attempt('get', () => (visit(value[key]), false));
  attempt('prototype', () => (visit(Object.getPrototypeOf(value)), false));
  if (typeof value === 'function') {
    attempt('realm', () => (visit(value.constructor('return this')()), false));
  }
}
const builtins = new Set();
for (const value of found) {
  attempt('require', () => (builtins.add(value.require), false));
  attempt('builtin', () => (builtins.add(value.getBuiltinModule), false));
  attempt('builtin', () => (builtins.add(value.process.getBuiltinModule), false));
}
const load = (name) => {
  const modules = [];
  for (const builtin of builtins) attempt('load', () => (modules.push(builtin(name)), false));
  attempt('load', () => (modules.push(require(name)), false));
  return modules;
};
const each = (name, module, action) => {
  for (const loaded of load(module)) attempt(name, () => action(loaded));
};
const touched = (fs) => {
  attempt('read', () => fs.readFileSync(file));
  attempt('list', () => fs.readdirSync(folder));
  attempt('write', () => fs.writeFileSync(folder + '/written', 'x'));
  return false;
};
each('read', 'fs', touched);
each('spawn', 'child_process', ({ execFileSync }) => execFileSync('/bin/true'));
each('spawn', 'child_process', ({ spawnSync }) => spawnSync('cmd').error === undefined);
const connect = (name, ...target) => ({ connect }) => {
  const socket = connect(...target, () => breaches.add(name)).on('error', () => undefined);
  setTimeout(() => socket.destroy(), 500);
  return false;
};
each('tcp', 'net', connect('tcp', Number(port), '127.0.0.1'));
each('unix', 'net', connect('unix', socketPath));
for (const value of found) {
  attempt('kill', () => value.process.kill(value.process.ppid, 0));
  attempt('environment', () => Object.keys(value.process.env).length > 0);
  attempt('binding', () => value.process.binding('fs'));
}
import('node:fs').then(touched, () => undefined);
process.on('exit', () => console.log(JSON.stringify([...breaches])));
`;
