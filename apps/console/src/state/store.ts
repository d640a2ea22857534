import { useLayoutEffect, useState } from "preact/hooks";

/** A value that changes, and that pages can follow. */
export interface Store<Value> {
  get(): Value;
  /** Calls back after each change. @returns the function that ends it */
  subscribe(listener: () => void): () => void;
}

/** A {@link Store} on the side of its owner. */
export interface WritableStore<Value> extends Store<Value> {
  set(value: Value): void;
  update(change: (value: Value) => Value): void;
}

/** Tells its followers only of values that are not the same object as before. */
export function createStore<Value>(initial: Value): WritableStore<Value> {
  const listeners = new Set<() => void>();
  let current = initial;
  const set = (value: Value): void => {
    if (Object.is(value, current)) return;
    current = value;
    for (const listener of listeners) listener();
  };
  return {
    get: () => current,
    set,
    update: (change) => set(change(current)),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Draws a component again with each change of a store. */
export function useStore<Value>(store: Store<Value>): Value {
  const [, redraw] = useState({});
  useLayoutEffect(() => {
    let seen = store.get();
    const look = (): void => {
      const value = store.get();
      if (Object.is(value, seen)) return;
      seen = value;
      redraw({});
    };
    const unsubscribe = store.subscribe(look);
    // What has changed between drawing and here.
    redraw({});
    return unsubscribe;
  }, [store]);
  return store.get();
}
