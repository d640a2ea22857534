import { JAVASCRIPT_PRELUDE, programs, type HostileProgram } from "./program.js";

/** Sockets of every family, and everything in Node that makes one. */
export const JAVASCRIPT_NETWORK: HostileProgram[] = programs(
  { language: "javascript", prelude: JAVASCRIPT_PRELUDE },
  {
    "connects to TCP": `
      const { TCP, TCPConnectWrap, constants } = load('tcp_wrap');
      const request = new TCPConnectWrap();
      request.oncomplete = (status) => console.log('status', status);
      console.log(new TCP(constants.SOCKET).connect(request, '127.0.0.1', canary.tcpPort));
    `,
    "connects to TCP over IPv6": `
      const { TCP, TCPConnectWrap, constants } = load('tcp_wrap');
      const request = new TCPConnectWrap();
      request.oncomplete = (status) => console.log('status', status);
      console.log(new TCP(constants.SOCKET).connect6(request, '::1', canary.tcp6Port));
    `,
    "connects with net": `
      const net = builtin('net');
      for (const target of [{ port: canary.tcpPort, host: '127.0.0.1' }, { port: canary.tcp6Port, host: '::1' }, { path: canary.unixPath }, { path: '\\0' + canary.abstractName }, { port: canary.tcpPort, host: 'localhost' }])
        attempt(() => net.connect(target).on('error', () => {}).write('x') && undefined);
    `,
    "opens descriptors as sockets": `
      const net = builtin('net');
      for (let fd = 3; fd < 20; fd += 1) attempt(() => new net.Socket({ fd }).write('x') && undefined);
      attempt(() => net.createServer().listen({ fd: 3 }).on('error', () => {}) && undefined);
    `,
    fetches: `fetch('http://127.0.0.1:' + canary.tcpPort).then(console.log, console.log)`,
    "fetches with every scheme": `
      const urls = ['http://[::1]:' + canary.tcp6Port, 'https://127.0.0.1:' + canary.tcpPort, 'file://' + canary.file, 'unix:' + canary.unixPath, 'ftp://127.0.0.1:' + canary.tcpPort, 'data:text/plain,harmless', 'blob:nodedata:x', 'http://localhost:' + canary.tcpPort];
      Promise.allSettled(urls.map((url) => fetch(url).then((response) => response.text()).then(console.log)));
    `,
    "fetches with http, https, http2 and tls": `
      const ignore = (object) => { object.on?.('error', () => {}); return undefined; };
      attempt(
        () => ignore(builtin('http').get({ port: canary.tcpPort, host: '127.0.0.1' })),
        () => ignore(builtin('http').get({ socketPath: canary.unixPath })),
        () => ignore(builtin('https').get({ port: canary.tcpPort, host: '127.0.0.1' })),
        () => ignore(builtin('http2').connect('http://127.0.0.1:' + canary.tcpPort)),
        () => ignore(builtin('tls').connect({ port: canary.tcpPort, host: '127.0.0.1' })),
      );
    `,
    "opens web sockets and event sources": `
      attempt(
        () => void new WebSocket('ws://127.0.0.1:' + canary.tcpPort),
        () => void new EventSource('http://127.0.0.1:' + canary.tcpPort),
        () => void builtin('undici'),
      );
    `,
    "opens QUIC": `
      attempt(() => builtin('node:quic').connect('127.0.0.1:' + canary.udpPort), () => load('quic'));
    `,
    "sends datagrams": `
      const { UDP, SendWrap } = load('udp_wrap');
      const dgram = builtin('dgram');
      attempt(
        () => new UDP().send(new SendWrap(), [Buffer.from('x')], 1, canary.udpPort, '127.0.0.1', false),
        () => new UDP().send6(new SendWrap(), [Buffer.from('x')], 1, canary.udp6Port, '::1', false),
        () => dgram.createSocket('udp4').on('error', () => {}).send('x', canary.udpPort, '127.0.0.1'),
        () => dgram.createSocket('udp6').on('error', () => {}).send('x', canary.udp6Port, '::1'),
      );
    `,
    "connects to a UNIX socket": `
      const { Pipe, PipeConnectWrap, constants } = load('pipe_wrap');
      const request = new PipeConnectWrap();
      request.oncomplete = (status) => console.log('status', status);
      new Pipe(constants.SOCKET).connect(request, canary.unixPath);
    `,
    "connects to an abstract UNIX socket": `
      const { Pipe, PipeConnectWrap, constants } = load('pipe_wrap');
      const request = new PipeConnectWrap();
      request.oncomplete = (status) => console.log('status', status);
      new Pipe(constants.SOCKET).connect(request, '\\0' + canary.abstractName);
    `,
    "listens on everything": `
      const net = builtin('net');
      const listening = (server) => { server.on('error', () => {}).on('listening', () => console.log('BREACH listening')); return undefined; };
      attempt(
        () => { const { TCP, constants } = load('tcp_wrap'); const server = new TCP(constants.SERVER); return [server.bind('127.0.0.1', 0), server.listen(1)].join(); },
        () => listening(net.createServer().listen(0)),
        () => listening(net.createServer().listen(canary.folder + '/listening')),
        () => listening(net.createServer().listen('\\0listening')),
        () => listening(builtin('dgram').createSocket('udp4').bind(0)),
        () => listening(builtin('http').createServer().listen(0)),
      );
    `,
    "resolves host names": `
      const dns = builtin('dns');
      attempt(
        () => void dns.lookup('localhost', console.log),
        () => void dns.resolve4('example.invalid', () => {}),
        () => { dns.setServers(['127.0.0.1:' + canary.udpPort]); dns.resolve4('example.invalid', () => {}); },
        () => {
          const { GetAddrInfoReqWrap, getaddrinfo } = load('cares_wrap');
          const request = new GetAddrInfoReqWrap();
          request.oncomplete = () => {};
          getaddrinfo(request, 'localhost', 0, 0, 0);
        },
      );
    `,
    "turns a stream of its own into a channel": `
      attempt(
        () => process.send?.('x'),
        () => process.channel?.ref(),
        () => builtin('child_process')._forkChild?.(3, 0),
        () => process.send?.({ cmd: 'NODE_HANDLE', type: 'net.Socket' }),
      );
    `,
    "lists network interfaces and host names": `
      attempt(() => Object.keys(require('os').networkInterfaces()).length && undefined, () => require('os').userInfo().username && undefined);
    `,
  },
);
