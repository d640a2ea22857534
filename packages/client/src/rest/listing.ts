/** Some of a listing, and where the rest begins: null when that was all. */
export interface Page<Item, Cursor = string> {
  items: Item[];
  next: Cursor | null;
}

/** Which part of a listing: at most `limit` (100) items after what `cursor`, a page's `next`, stands for. */
export interface PageOptions {
  limit?: number | undefined;
  cursor?: string | undefined;
}

/**
 * A whole listing, whose pages are fetched as they are needed: `for await (const item of listing)`, or all at once
 * with `toArray()`. Each use begins anew.
 */
export interface Listing<Item> extends AsyncIterable<Item> {
  toArray(): Promise<Item[]>;
}

export function createListing<Item, Cursor>(
  readPage: (cursor: Cursor | undefined) => Promise<Page<Item, Cursor>>,
): Listing<Item> {
  async function* read(): AsyncGenerator<Item, void, undefined> {
    let cursor: Cursor | undefined;
    do {
      const { items, next } = await readPage(cursor);
      yield* items;
      cursor = next ?? undefined;
    } while (cursor !== undefined);
  }

  return {
    [Symbol.asyncIterator]: read,
    async toArray() {
      const all: Item[] = [];
      for await (const item of read()) all.push(item);
      return all;
    },
  };
}

/** The cursor of the next page, from an answer's `Link` header. */
export function readNextCursor(headers: Headers): string | null {
  const target = /<([^>]*)>;\s*rel="next"/.exec(headers.get("link") ?? "")?.[1];
  if (target === undefined) return null;
  return new URLSearchParams(target.split("?")[1]).get("cursor");
}
