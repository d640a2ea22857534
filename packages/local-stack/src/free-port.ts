import { createSocket } from "node:dgram";
import { createServer } from "node:net";

/** Only programs of this machine reach the local servers: the tests and the one-command stack listen here. */
export const LOOPBACK_HOST = "127.0.0.1";

/**
 * Below the ports that systems hand out to whoever asks for any (RFC 6335 and Linux' ip_local_port_range): one of those
 * may be given away while the server that had it is being restarted.
 */
const FIRST_PORT = 20_000;
const PORT_COUNT = 10_000;
/** Consecutive ports that are one process's to try before it comes to those of another. */
const PORTS_PER_PROCESS = 20;

let portsTried = 0;

/**
 * Finds a TCP port that nothing listens on, another one each time, and of all processes that ask here it is this one's
 * until it ends: also before a server has started on the port, and while one that was killed is away.
 *
 * Others may take the port before the caller does: callers that start a server on it retry.
 *
 * @param preferredPort returned when it is free, so that a server keeps its port over restarts
 */
export async function findFreePort(preferredPort?: number): Promise<number> {
  if (preferredPort !== undefined && (await isPortFree(preferredPort))) return preferredPort;
  while (portsTried < PORT_COUNT) {
    const port = FIRST_PORT + ((process.pid * PORTS_PER_PROCESS + portsTried) % PORT_COUNT);
    portsTried += 1;
    // Windows refuses ports that it has reserved with another error than for those in use.
    const isFree = await isPortFree(port).catch(() => false);
    if (isFree && (await claimPort(port))) return port;
  }
  return bindOnce(0, LOOPBACK_HOST);
}

/**
 * Whether a server could listen on `port` of `host`.
 *
 * @throws when the answer is neither: no such address on this machine, no permission
 */
export async function isPortFree(port: number, host: string = LOOPBACK_HOST): Promise<boolean> {
  try {
    await bindOnce(port, host);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return false;
    throw error;
  }
}

/** As {@link isPortFree}, for a service that listens on every address, IPv6 and IPv4. */
export async function isPortFreeEverywhere(port: number): Promise<boolean> {
  try {
    return await isPortFree(port, "::");
  } catch (error) {
    const hasNoIpv6 = ["EAFNOSUPPORT", "EADDRNOTAVAIL"].includes(
      (error as NodeJS.ErrnoException).code ?? "",
    );
    if (!hasNoIpv6) throw error;
    return isPortFree(port, "0.0.0.0");
  }
}

/**
 * UDP has ports of its own: a socket there is in no server's way, one process alone can have it, and it is gone with its
 * process however that one ends.
 */
function claimPort(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const claim = createSocket("udp4");
    claim.once("error", () => {
      claim.close();
      resolve(false);
    });
    claim.bind({ port, address: LOOPBACK_HOST, exclusive: true }, () => {
      claim.unref();
      resolve(true);
    });
  });
}

function bindOnce(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen({ port, host, exclusive: true }, () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address !== null
          ? resolve(address.port)
          : reject(new Error("the probe has no TCP address")),
      );
    });
  });
}
