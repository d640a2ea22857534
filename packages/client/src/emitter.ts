/** Ends a subscription; may be called again. */
export type Unsubscribe = () => void;

/** Typed listeners: `Events` maps each name to what its listeners are given. */
export interface Emitter<Events> {
  on<Name extends keyof Events>(name: Name, listener: (data: Events[Name]) => void): Unsubscribe;
  emit<Name extends keyof Events>(name: Name, data: Events[Name]): void;
}

export function createEmitter<Events>(): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(data: never) => void>>();
  return {
    on(name, listener) {
      // A function of its own, so that one listener can be added twice and each end by itself.
      const own = (data: Events[typeof name]): void => listener(data);
      const named = listeners.get(name) ?? new Set();
      listeners.set(name, named.add(own));
      return () => void named.delete(own);
    },
    emit(name, data) {
      for (const listener of Array.from(listeners.get(name) ?? []))
        try {
          (listener as (data: Events[typeof name]) => void)(data);
        } catch (error) {
          // The application's own mistake: shown as such, and the others and the state are spared.
          queueMicrotask(() => {
            throw error;
          });
        }
    },
  };
}
