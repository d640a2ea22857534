/**
 * A program that tries to get out of the sandbox in every way that matters. It prints one JSON
 * line: the attempts that succeeded. `ARGS` are the canaries that the self-test prepared.
 */
export const JAVASCRIPT_PROBE = `
const [file, folder, port, socketPath] = process.argv.slice(2);
const fs = require('fs');
const breaches = [];
const attempt = (name, action) => {
  try {
    if (action() !== false) breaches.push(name);
  } catch {}
};
attempt('read', () => fs.readFileSync(file));
attempt('list', () => fs.readdirSync(folder));
attempt('write', () => fs.writeFileSync(folder + '/written', 'x'));
attempt('kill', () => process.kill(process.ppid, 0));
attempt('environment', () => Object.keys(process.env).some((name) => name.includes('CANARY')));
attempt('spawn', () => {
  const { spawn } = process.binding('spawn_sync');
  const result = spawn({ file: '/bin/true', args: ['true'], envPairs: [], stdio: [] });
  return result.error === undefined || result.error === 0;
});
// Connecting goes on in the background; only what completes with status 0 was reached.
const connect = (name, socket, request, ...target) => {
  request.oncomplete = (status) => {
    if (status === 0) breaches.push(name);
    socket.close();
  };
  socket.connect(request, ...target);
  return false;
};
attempt('tcp', () => {
  const { TCP, TCPConnectWrap, constants } = process.binding('tcp_wrap');
  return connect('tcp', new TCP(constants.SOCKET), new TCPConnectWrap(), '127.0.0.1', Number(port));
});
attempt('unix', () => {
  const { Pipe, PipeConnectWrap, constants } = process.binding('pipe_wrap');
  return connect('unix', new Pipe(constants.SOCKET), new PipeConnectWrap(), socketPath);
});
process.on('exit', () => console.log(JSON.stringify(breaches)));
`;
