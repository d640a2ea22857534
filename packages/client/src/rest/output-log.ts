/** What has come so far, for any number of readers, each of whom gets all of it. */
export interface OutputLog<Item> {
  add(item: Item): void;
  /** Nothing more will come. */
  end(): void;
  /** Nothing more will come, and readers are told why. */
  fail(error: unknown): void;
  read(): AsyncGenerator<Item, void, undefined>;
}

export function createOutputLog<Item>(): OutputLog<Item> {
  const items: Item[] = [];
  let ending: { error?: unknown } | null = null;
  const hasEnded = (): boolean => ending !== null;
  let wake = (): void => {};
  let news = new Promise<void>((resolve) => (wake = resolve));

  function tell(): void {
    wake();
    news = new Promise((resolve) => (wake = resolve));
  }

  function close(how: { error?: unknown }): void {
    ending = how;
    tell();
  }

  return {
    add(item) {
      items.push(item);
      tell();
    },
    end: () => close({}),
    fail: (error) => close({ error }),
    async *read() {
      for (let index = 0; ; index += 1) {
        while (index >= items.length && !hasEnded()) await news;
        const item = items[index];
        if (item === undefined) break;
        yield item;
      }
      if (ending !== null && "error" in ending) throw ending.error;
    },
  };
}
