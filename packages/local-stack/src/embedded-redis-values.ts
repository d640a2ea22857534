import {
  RedisKeyspace,
  RedisMutationBus,
  type RedisDataValue,
  type RedisMutationEvent,
  type RedisMutationListener,
} from "js-redis-server/core";

/** What is used of the class `RedisKeyspace`, private parts included. */
interface KeyspaceInternals {
  getLiveEntry(key: Buffer): { value: RedisDataValue } | null;
  get(key: Buffer): RedisDataValue | null;
}

/** What is used of the class `RedisMutationBus`, private parts included. */
interface MutationBusInternals {
  globalListeners: Set<RedisMutationListener>;
  keyListeners: Map<string, Set<RedisMutationListener>>;
  emit(event: RedisMutationEvent): void;
}

let isDone = false;

/**
 * Spares js-redis-server most of its copying, for every server of this process.
 *
 * The package copies a collection with all its elements on each read, and once more for each listener on each write:
 * with 5,000 jobs waiting Bull took 6 ms to add one. Here a read copies the collection but shares its elements, which
 * no command changes in place, and listeners share the value: those of one server alone, without replicas, only look at
 * its type.
 */
export function shareValues(): void {
  if (isDone) return;
  isDone = true;
  const keyspace = RedisKeyspace.prototype as unknown as KeyspaceInternals;
  const readCopyingAll = keyspace.get;
  keyspace.get = function get(this: KeyspaceInternals, key) {
    const value = this.getLiveEntry(key)?.value;
    switch (value?.type) {
      case undefined:
        return null;
      case "list":
        return { ...value, values: [...value.values] };
      case "hash":
        return { ...value, fields: new Map(value.fields) };
      case "set":
        return { ...value, members: new Map(value.members) };
      case "zset":
        return { ...value, members: new Map(value.members) };
      default:
        return readCopyingAll.call(this, key);
    }
  };
  const bus = RedisMutationBus.prototype as unknown as MutationBusInternals;
  bus.emit = function emit(this: MutationBusInternals, event) {
    // Copies of the sets: a listener may end its subscription.
    const listeners = Array.from(this.globalListeners);
    if (event.type === "flush") {
      for (const ofKey of this.keyListeners.values()) listeners.push(...ofKey);
    } else {
      listeners.push(...(this.keyListeners.get(event.key.toString("hex")) ?? []));
    }
    for (const listener of listeners) listener(event);
  };
}
