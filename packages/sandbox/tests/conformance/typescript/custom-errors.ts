class AppError extends Error {
  override readonly name: string = "AppError";
  constructor(
    message: string,
    readonly code: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
  toJSON(): { name: string; code: number; message: string; cause?: string } {
    return {
      name: this.name,
      code: this.code,
      message: this.message,
      ...(this.cause instanceof Error && { cause: this.cause.message }),
    };
  }
}
class NotFoundError extends AppError {
  override readonly name = "NotFoundError";
  constructor(readonly resource: string) {
    super(`${resource} not found`, 404);
  }
}
class ValidationError extends AppError {
  override readonly name = "ValidationError";
  constructor(readonly issues: readonly { path: string; problem: string }[]) {
    super(`${issues.length} issue${issues.length === 1 ? "" : "s"}`, 422);
  }
}

function handle(action: () => unknown): string {
  try {
    return `ok ${JSON.stringify(action())}`;
  } catch (error) {
    if (error instanceof NotFoundError) return `${error.code}: no ${error.resource}`;
    if (error instanceof ValidationError)
      return `${error.code}: ${error.issues.map(({ path }) => path).join()}`;
    if (error instanceof AppError) return JSON.stringify(error);
    return `500: ${error instanceof Error ? error.constructor.name : typeof error}`;
  }
}

console.log(handle(() => ({ id: 1 })));
console.log(
  handle(() => {
    throw new NotFoundError("user 7");
  }),
);
console.log(
  handle(() => {
    throw new ValidationError([
      { path: "name", problem: "empty" },
      { path: "age", problem: "negative" },
    ]);
  }),
);
console.log(
  handle(() => {
    try {
      return JSON.parse("}");
    } catch {
      throw new AppError("bad config", 500, { cause: new Error("unreadable") });
    }
  }),
);
console.log(
  handle(() => (undefined as unknown as string).length),
  handle(() => {
    throw "text";
  }),
);
const error = new ValidationError([{ path: "a", problem: "b" }]);
console.log(
  `${error}`,
  error instanceof AppError,
  Object.prototype.toString.call(error),
  error.stack?.split("\n")[0],
);
const settle = async (): Promise<string[]> => {
  const results = await Promise.allSettled([
    Promise.reject(new NotFoundError("x")),
    Promise.resolve(1),
  ]);
  return results.map((result) =>
    result.status === "rejected" ? (result.reason as AppError).name : result.status,
  );
};
void settle().then(console.log);
