import type { OutputPiece, OutputStream } from "@workspace/common/contracts/jobs";

/** What has been printed is sent after this long at the latest, and at once when it is this much. */
const FLUSH_MS = 50;
const FLUSH_BYTES = 4096;
/** Pause before pieces that could not be sent are sent again, while the program runs. */
const RETRY_MS = 500;
/** What one message holds at most. */
const MAX_MESSAGE_PIECES = 32;
const MAX_MESSAGE_CHARS = 65_536;
/** Longer pieces are cut, so that each fits into a message. */
const MAX_PIECE_CHARS = 32_768;
/**
 * Pieces of one attempt for which the order between the streams is kept. After that each stream is joined
 * between two flushes: a program that changes its stream with every byte must not blow up its row.
 */
const MAX_ORDERED_PIECES = 4096;

/** Where pieces go, both times with the number of the first. Each may reject: it is asked again. */
interface LiveOutputDeps {
  /** Keeps pieces for who comes later. @returns how many pieces of the attempt are kept now */
  store: (firstSeq: number, pieces: readonly OutputPiece[]) => Promise<number>;
  /** Tells the project's room, after {@link LiveOutputDeps.store} has been asked for the same pieces. */
  publish: (firstSeq: number, pieces: readonly OutputPiece[]) => Promise<void>;
}

interface EndedOutput {
  pieces: OutputPiece[];
  sent: Promise<void>;
}

/** The output of one attempt, on its way to the room while the program runs. */
export interface LiveOutput {
  /** Takes what the program has printed. Returns at once: no reader, and no Redis, slows a program down. */
  push(output: { stream: OutputStream; data: string }): void;
  /**
   * Sends what is left, without trying again; nothing may be pushed after it.
   *
   * @returns every piece; `sent` settles when nothing more is on its way
   */
  end(): EndedOutput;
}

/**
 * Collects the output of an attempt into numbered pieces and sends them, one message at a time. What comes
 * while a message is under way waits for the next one, joined, so a slow Redis means larger messages and
 * not more of them. All is kept here in any case, for the row: as much as the limit on output allows.
 */
export function createLiveOutput({ store, publish }: LiveOutputDeps): LiveOutput {
  /** Numbered: the piece at index n has `seq` n + 1. */
  const pieces: OutputPiece[] = [];
  let waiting: OutputPiece[] = [];
  let waitingBytes = 0;
  let storedCount = 0;
  let publishedCount = 0;
  let timer: NodeJS.Timeout | null = null;
  let sending: Promise<void> | null = null;
  let ended: EndedOutput | null = null;

  function gather(stream: OutputStream, data: string): void {
    const isOrdered = pieces.length + waiting.length < MAX_ORDERED_PIECES;
    const last = isOrdered ? waiting.at(-1) : waiting.findLast((piece) => piece[0] === stream);
    if (last?.[0] === stream) last[1] += data;
    else waiting.push([stream, data]);
  }

  function sealWaiting(): void {
    for (const [stream, text] of waiting) for (const part of cut(text)) pieces.push([stream, part]);
    waiting = [];
    waitingBytes = 0;
  }

  function setTimer(delayMs: number): void {
    timer ??= setTimeout(() => {
      timer = null;
      flush();
    }, delayMs);
  }

  function flush(): void {
    if (sending !== null) return;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    sealWaiting();
    sending = sendAll().then((isSent) => {
      sending = null;
      if (ended !== null) return;
      if (!isSent) setTimer(RETRY_MS);
      else if (waitingBytes >= FLUSH_BYTES) flush();
      else if (waiting.length > 0) setTimer(FLUSH_MS);
    });
  }

  /** @returns whether all numbered pieces are stored and published */
  async function sendAll(): Promise<boolean> {
    let isStoring = true;
    while (publishedCount < pieces.length || (isStoring && storedCount < pieces.length)) {
      const toStore = isStoring ? takeMessage(pieces, storedCount) : [];
      const toPublish = takeMessage(pieces, publishedCount);
      const [stored, published] = await Promise.allSettled([
        toStore.length === 0 ? storedCount : store(storedCount + 1, toStore),
        toPublish.length === 0 ? undefined : publish(publishedCount + 1, toPublish),
      ]);
      if (stored.status === "rejected") isStoring = false;
      else {
        storedCount += toStore.length;
        // Redis has lost its data: it gets all of it again, but not as fast as it may be losing it.
        if (stored.value < storedCount) {
          storedCount = 0;
          isStoring = false;
        }
      }
      if (published.status === "rejected") return false;
      publishedCount += toPublish.length;
    }
    return isStoring;
  }

  async function sendRest(): Promise<void> {
    await sending;
    await sendAll();
  }

  return {
    push({ stream, data }) {
      gather(stream, data);
      waitingBytes += Buffer.byteLength(data);
      if (sending !== null) return;
      if (waitingBytes >= FLUSH_BYTES) flush();
      else setTimer(FLUSH_MS);
    },

    end() {
      if (timer !== null) clearTimeout(timer);
      sealWaiting();
      ended ??= { pieces, sent: sendRest() };
      return ended;
    },
  };
}

/** The pieces after the first `count`, as many as one message takes. */
function takeMessage(pieces: readonly OutputPiece[], count: number): OutputPiece[] {
  const message: OutputPiece[] = [];
  let chars = 0;
  for (
    let index = count;
    index < pieces.length && message.length < MAX_MESSAGE_PIECES;
    index += 1
  ) {
    const piece = pieces[index];
    if (piece === undefined) break;
    chars += piece[1].length;
    if (chars > MAX_MESSAGE_CHARS) break;
    message.push(piece);
  }
  return message;
}

/** A text in parts of at most {@link MAX_PIECE_CHARS}, none of which begins or ends within a character. */
function cut(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  while (text.length - start > MAX_PIECE_CHARS) {
    let end = start + MAX_PIECE_CHARS;
    if (isHighSurrogate(text.charCodeAt(end - 1))) end -= 1;
    parts.push(text.slice(start, end));
    start = end;
  }
  parts.push(text.slice(start));
  return parts;
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
