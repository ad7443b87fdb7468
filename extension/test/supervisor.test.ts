import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Backoff } from "../src/daemon/backoff.ts";
import type { RunningDaemon } from "../src/daemon/launch.ts";
import { DaemonSupervisor, type Disconnection } from "../src/daemon/supervisor.ts";

class FakeDaemon {
  end: (how: string) => void = () => {};
  readonly ended = new Promise<string>((resolve) => {
    this.end = resolve;
  });
  readonly stop = vi.fn(async () => this.end("it exited with status 0"));
}

describe("back-off", () => {
  test("waits longer each time, and gives up", () => {
    const backoff = new Backoff({ firstMs: 100, longestMs: 500, attempts: 4, healthyMs: 1000 });
    expect([0, 0, 0, 0, 0].map((lived) => backoff.next(lived))).toEqual([100, 200, 400, 500, undefined]);
  });

  test("starts over after a long life, or when asked", () => {
    const backoff = new Backoff({ firstMs: 100, longestMs: 500, attempts: 2, healthyMs: 1000 });
    backoff.next(0);
    expect(backoff.next(5000)).toBe(100);
    backoff.next(0);
    backoff.reset();
    expect(backoff.next(0)).toBe(100);
  });
});

describe("the supervisor", () => {
  let launched: FakeDaemon[];
  let failing: Error | undefined;
  let supervisor: DaemonSupervisor;
  let lost: Disconnection[];

  beforeEach(() => {
    vi.useFakeTimers();
    launched = [];
    failing = undefined;
    lost = [];
    const launch = async (): Promise<RunningDaemon> => {
      if (failing) throw failing;
      launched.push(new FakeDaemon());
      return launched.at(-1) as unknown as RunningDaemon;
    };
    supervisor = new DaemonSupervisor(
      launch,
      new Backoff({ firstMs: 100, longestMs: 1000, attempts: 2, healthyMs: 60_000 }),
    );
    supervisor.onDidDisconnect((disconnection) => lost.push(disconnection));
  });
  afterEach(() => {
    supervisor.dispose();
    vi.useRealTimers();
  });

  test("starts one daemon for all who need it at once", async () => {
    await Promise.all([supervisor.client(), supervisor.client()]);
    expect(launched).toHaveLength(1);
  });

  test("starts a crashed daemon again, later each time, and then waits to be asked", async () => {
    await supervisor.client();
    for (const [crash, wait] of [100, 200].entries()) {
      launched[crash]?.end("it was ended by SIGSEGV");
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(launched).toHaveLength(crash + 1);
      await vi.advanceTimersByTimeAsync(1);
      expect(launched).toHaveLength(crash + 2);
    }
    launched[2]?.end("it was ended by SIGSEGV");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(launched).toHaveLength(3);
    expect(lost.map(({ retryInMs }) => retryInMs)).toEqual([100, 200, undefined]);
    await supervisor.client();
    expect(launched).toHaveLength(4);
  });

  test("tells who asked why it can't be started, and tries again for the next", async () => {
    failing = new Error("no such file");
    await expect(supervisor.client()).rejects.toThrow("no such file");
    failing = undefined;
    await supervisor.client();
    expect(launched).toHaveLength(1);
  });

  test("a restart that was asked for is no crash", async () => {
    await supervisor.client();
    await supervisor.restart();
    expect(launched).toHaveLength(2);
    expect(lost).toEqual([{ reason: "it exited with status 0", expected: true }]);
  });
});
