/** The Python counterpart of `JAVASCRIPT_PROBE`: the same canaries, the same answer. */
export const PYTHON_PROBE = `
import json, os, sys
file, folder, port, socket_path = sys.argv[1:5]
breaches = []
def attempt(name, action):
    try:
        if action() is not False:
            breaches.append(name)
    except BaseException:
        pass
def connect(family, address):
    import socket
    connection = socket.socket(getattr(socket, family))
    connection.connect(address)
def spawn():
    if os.fork() == 0:
        os._exit(0)
attempt('read', lambda: open(file).read())
attempt('list', lambda: os.listdir(folder))
attempt('write', lambda: open(folder + '/written', 'w').close())
attempt('kill', lambda: os.kill(os.getppid(), 0))
attempt('environment', lambda: any('CANARY' in name for name in os.environ))
attempt('spawn', spawn)
attempt('tcp', lambda: connect('AF_INET', ('127.0.0.1', int(port))))
attempt('unix', lambda: connect('AF_UNIX', socket_path))
print(json.dumps(breaches))
`;
