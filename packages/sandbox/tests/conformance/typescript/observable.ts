type Observer<T> = { next(value: T): void; error?(reason: unknown): void; complete?(): void };
type Teardown = () => void;

class Observable<T> {
  constructor(private readonly producer: (observer: Required<Observer<T>>) => Teardown | void) {}

  static of<T>(...values: T[]): Observable<T> {
    return new Observable((observer) => {
      values.forEach((value) => observer.next(value));
      observer.complete();
    });
  }
  static interval(ms: number): Observable<number> {
    return new Observable((observer) => {
      let n = 0;
      const timer = setInterval(() => observer.next(n++), ms);
      return () => clearInterval(timer);
    });
  }
  subscribe(observer: Observer<T> | Observer<T>["next"]): Teardown {
    const target = typeof observer === "function" ? { next: observer } : observer;
    let closed = false;
    let teardown: Teardown | void;
    const close = (): void => {
      closed = true;
      teardown?.();
    };
    teardown = this.producer({
      next: (value) => closed || target.next(value),
      error: (reason) => {
        if (closed) return;
        close();
        target.error?.(reason);
      },
      complete: () => {
        if (closed) return;
        close();
        target.complete?.();
      },
    });
    if (closed) teardown?.();
    return close;
  }
  map<U>(fn: (value: T) => U): Observable<U> {
    return new Observable((observer) =>
      this.subscribe({
        ...observer,
        next: (value) => {
          try {
            observer.next(fn(value));
          } catch (error) {
            observer.error(error);
          }
        },
      }),
    );
  }
  take(count: number): Observable<T> {
    return new Observable((observer) => {
      let seen = 0;
      return this.subscribe({
        ...observer,
        next: (value) => {
          observer.next(value);
          if (++seen === count) observer.complete();
        },
      });
    });
  }
  toArray(): Promise<T[]> {
    const values: T[] = [];
    return new Promise((resolve, reject) =>
      this.subscribe({
        next: (value) => void values.push(value),
        error: reject,
        complete: () => resolve(values),
      }),
    );
  }
}

Observable.of("a", "b")
  .map((s) => s.repeat(3))
  .subscribe({ next: console.log, complete: () => console.log("complete") });
Observable.interval(1)
  .map((n) => n ** 2)
  .take(4)
  .toArray()
  .then((squares) => console.log(squares));
Observable.of(3, 0, 1)
  .map((n) => (n === 0 ? JSON.parse("") : n))
  .subscribe({
    next: (n) => console.log("next", n),
    error: (e) => console.log("error", (e as Error).name),
  });
