import { ResponseError } from "vscode-jsonrpc/node";
import type { ErrorData, Failure } from "./protocol/generated.ts";
import { ErrorCode } from "./protocol/generated.ts";

/** The daemon is not there: not found, not startable, or gone during a request. */
export class DaemonUnavailable extends Error {
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
    this.name = "DaemonUnavailable";
  }
}

/** Whatever was thrown, in the shape that the daemon gives failures. */
export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const hint = hintOf(error);
  const code = error instanceof ResponseError ? error.code : ErrorCode.Internal;
  return hint === undefined ? { code, message } : { code, message, hint };
}

/** What failed and why, and then what to do. */
export function describeFailure(failure: Failure): string {
  const message = /[.!?]$/.test(failure.message) ? failure.message : `${failure.message}.`;
  return failure.hint ? `${message} ${failure.hint}` : message;
}

export function isCancelled(error: unknown): boolean {
  return error instanceof ResponseError && error.code === ErrorCode.Cancelled;
}

function hintOf(error: unknown): string | undefined {
  if (error instanceof DaemonUnavailable) return error.hint;
  if (error instanceof ResponseError) return (error.data as ErrorData | undefined)?.hint;
  return undefined;
}
