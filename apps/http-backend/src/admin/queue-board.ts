import { AppError } from "@workspace/common/app-error";
import type { JobQueue } from "@workspace/common/job-queue";
import type { RequestHandler } from "express";

const NOTE = "To look at only. Failed jobs are requeued with: npm run admin -- jobs requeue";

/**
 * Bull Board, to look at. It is loaded with the first request for it, so that who never opens it has neither its
 * start nor its memory.
 *
 * @param basePath where it is mounted
 */
export function createQueueBoard(queue: JobQueue, basePath: string): RequestHandler {
  let loading: Promise<RequestHandler> | null = null;
  return async (request, response, next) => {
    loading ??= loadBoard(queue, basePath).catch((error: unknown) => {
      loading = null;
      throw error;
    });
    const board = await loading;
    await board(request, response, next);
  };
}

async function loadBoard(queue: JobQueue, basePath: string): Promise<RequestHandler> {
  const [{ createBullBoard }, { BullAdapter }, { ExpressAdapter }] = await Promise.all([
    import("@bull-board/api"),
    import("@bull-board/api/bullAdapter"),
    import("@bull-board/express"),
  ]);
  const serverAdapter = new ExpressAdapter();
  serverAdapter.setBasePath(basePath);
  createBullBoard({
    queues: [new BullAdapter(queue, { readOnlyMode: true, description: NOTE })],
    serverAdapter,
    // Workers' connections carry no name by which Bull would count them.
    options: {
      uiConfig: { boardTitle: "Workspace jobs", hideDocsLink: true, showWorkers: false },
    },
  });
  // Instead of its own answers, with what Redis has said in them.
  serverAdapter.setErrorHandler((cause) => {
    throw cause instanceof URIError ? malformed(cause) : queueUnavailable(cause);
  });
  const board = serverAdapter.getRouter() as Board;
  board.disable("x-powered-by");
  board.disable("etag");
  const render = board.engines[".ejs"];
  board.engine(".ejs", (path, params, done) =>
    render(path, params, (error, html) => done(error, html?.replace(FOREIGN_OR_INLINE, ""))),
  );
  return board;
}

const malformed = (cause: Error): AppError =>
  new AppError("VALIDATION_FAILED", "The request is malformed", { cause });

const queueUnavailable = (cause: Error): AppError =>
  new AppError("UNAVAILABLE", "The queue cannot be read right now", {
    retryAfterSeconds: 1,
    cause,
  });

type Render = (path: string, params: object, done: (error: unknown, html?: string) => void) => void;

/** What is used here of the Express app that the board is. */
type Board = RequestHandler & {
  disable(setting: string): void;
  engines: { ".ejs": Render };
  engine(extension: string, render: Render): void;
};

/** A font of another host, and the looks of a page that still loads: the page's policy lets neither through. */
const FOREIGN_OR_INLINE = /<link href="https:[^>]{0,300}>| style="[^"]{0,300}"/g;
