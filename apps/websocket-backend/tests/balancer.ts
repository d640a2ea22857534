import { startWire } from "@workspace/local-stack/wire";

/** One address before several gateways, as a load balancer gives it: whoever is up gets the next connection. */
export interface Balancer {
  url: string;
  /** Who gets the connections from now on, in turn; those that are open stay. */
  setTargets(urls: readonly string[]): void;
  /** Cuts every connection without a word, as when a network fails. */
  cut(): void;
}

/** @param endWith takes the function that ends it: `afterAll` for a file's, `onTestFinished` for a test's */
export async function startBalancer(
  urls: readonly string[],
  endWith: (stop: () => Promise<void>) => void,
): Promise<Balancer> {
  const wire = await startWire(urls.map(readPort));
  endWith(wire.close);
  return {
    url: `http://127.0.0.1:${wire.port}`,
    setTargets: (next) => wire.setTargets(next.map(readPort)),
    cut: wire.cut,
  };
}

const readPort = (url: string): number => Number(new URL(url).port);
