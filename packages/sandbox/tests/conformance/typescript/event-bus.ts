interface Events {
  login: { user: string };
  logout: { user: string; after: number };
  tick: undefined;
}
type Handler<T> = (payload: T) => void;
type Unsubscribe = () => boolean;

class EventBus<Map extends object> {
  private readonly handlers: { [K in keyof Map]?: Set<Handler<Map[K]>> } = {};

  on<K extends keyof Map>(name: K, handler: Handler<Map[K]>): Unsubscribe {
    const handlers = (this.handlers[name] ??= new Set());
    handlers.add(handler);
    return () => handlers.delete(handler);
  }
  once<K extends keyof Map>(name: K): Promise<Map[K]> {
    return new Promise((resolve) => {
      const stop = this.on(name, (payload) => {
        stop();
        resolve(payload);
      });
    });
  }
  emit<K extends keyof Map>(
    name: K,
    ...[payload]: Map[K] extends undefined ? [] : [Map[K]]
  ): number {
    const handlers = this.handlers[name];
    handlers?.forEach((handler) => handler(payload as Map[K]));
    return handlers?.size ?? 0;
  }
}

const bus = new EventBus<Events>();
const stop = bus.on("login", ({ user }) => console.log(`${user} came in`));
bus.on("login", ({ user }) => console.log(`welcome, ${user}`));
bus.on("logout", ({ user, after }) => console.log(`${user} left after ${after.toFixed(1)} h`));
console.log(bus.emit("login", { user: "Ann" }));
console.log(stop(), stop(), bus.emit("login", { user: "Bob" }));
bus.emit("logout", { user: "Ann", after: 1.25 });
console.log(bus.emit("tick"));
bus.once("tick").then(() => console.log("ticked once", bus.emit("tick")));
console.log(bus.emit("tick"), bus.emit("tick"));
