import { useState } from "preact/hooks";
import { describeFailure, readFieldErrors } from "./describe-failure.js";

/** A form on its way to the server. */
interface Submission {
  onSubmit: (event: SubmitEvent) => void;
  isBusy: boolean;
  /** What the last try was refused with; null while there is nothing to tell. */
  failure: unknown;
  /** What is wrong with which field. */
  errors: Record<string, string>;
  /** What no field tells. */
  message: string | undefined;
}

/** Sends a form, once at a time, and keeps what it is refused with until the next try. */
export function useSubmission(send: () => Promise<void>): Submission {
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit(): Promise<void> {
    setBusy(true);
    setFailure(null);
    try {
      await send();
    } catch (cause) {
      setFailure(cause);
    } finally {
      setBusy(false);
    }
  }

  const errors = readFieldErrors(failure);
  const isTold = failure === null || Object.keys(errors).length > 0;
  return {
    onSubmit(event) {
      event.preventDefault();
      if (!isBusy) void submit();
    },
    isBusy,
    failure,
    errors,
    message: isTold ? undefined : describeFailure(failure),
  };
}
