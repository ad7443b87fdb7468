import type { ProgressParams } from "../protocol/generated.ts";
import { formatBytes } from "../util/format.ts";

/** What a progress notification is told: more of the whole, in percent, and a text. */
export interface ProgressStep {
  message: string;
  increment?: number;
}

/** Turns amounts into steps of one operation. */
export class ProgressSteps {
  private percent = 0;

  step({ message, doneBytes, totalBytes }: ProgressParams): ProgressStep {
    const amount = amountOf(doneBytes, totalBytes);
    const text = [message, amount].filter(Boolean).join(" · ");
    if (doneBytes === undefined || !totalBytes) return { message: text };
    const percent = Math.min(100, (doneBytes / totalBytes) * 100);
    const increment = Math.max(0, percent - this.percent);
    this.percent = Math.max(this.percent, percent);
    return { message: text, increment };
  }
}

function amountOf(done: number | undefined, total: number | undefined): string | undefined {
  if (done === undefined) return undefined;
  return total === undefined ? formatBytes(done) : `${formatBytes(done)} of ${formatBytes(total)}`;
}
