/** When to start a program that ended by itself again, and when to stop trying. */
export class Backoff {
  private failures = 0;

  constructor(private readonly limits = { firstMs: 200, longestMs: 10_000, attempts: 5, healthyMs: 60_000 }) {}

  /**
   * To be asked after each unexpected end.
   * @param livedMs how long it had run; a long life makes what happened before it forgotten.
   * @returns milliseconds to wait, or undefined when it has ended too often.
   */
  next(livedMs: number): number | undefined {
    if (livedMs >= this.limits.healthyMs) this.failures = 0;
    if (this.failures >= this.limits.attempts) return undefined;
    return Math.min(this.limits.firstMs * 2 ** this.failures++, this.limits.longestMs);
  }

  /** Forgets what happened: the user asked for a new start. */
  reset(): void {
    this.failures = 0;
  }
}
