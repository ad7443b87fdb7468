import * as vscode from "vscode";
import type { DaemonSupervisor } from "../daemon/supervisor.ts";
import type { ProgressParams } from "../protocol/generated.ts";
import type { RunRegistry } from "../runs/registry.ts";
import { type Disposable, DisposableStore } from "../util/disposables.ts";
import { ProgressSteps } from "./model.ts";

/** Shows what the daemon downloads as notifications; Cancel stops the run that waits for it. */
export class ProgressNotifications implements Disposable {
  private readonly open = new Map<string, { report: (params: ProgressParams) => void; close: () => void }>();
  private readonly disposables = new DisposableStore();

  constructor(
    supervisor: DaemonSupervisor,
    private readonly runs: RunRegistry,
  ) {
    this.disposables.add(supervisor.onDidConnect(({ client }) => client.onProgress((params) => this.receive(params))));
    this.disposables.add(supervisor.onDidDisconnect(() => this.closeAll()));
    this.disposables.add(
      runs.onDidChange((run) => {
        if (run.state !== "fetching" && run.state !== "resolving") this.open.get(run.id)?.close();
      }),
    );
  }

  dispose(): void {
    this.closeAll();
    this.disposables.dispose();
  }

  private receive(params: ProgressParams): void {
    const shown = this.open.get(params.token);
    if (params.done) shown?.close();
    else if (shown) shown.report(params);
    else this.show(params);
  }

  private show(first: ProgressParams): void {
    const { token, title } = first;
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    void vscode.window.withProgress(options, (progress, cancellation) => {
      const steps = new ProgressSteps();
      progress.report(steps.step(first));
      return new Promise<void>((resolve) => {
        const close = (): void => {
          this.open.delete(token);
          resolve();
        };
        this.open.set(token, { report: (params) => progress.report(steps.step(params)), close });
        cancellation.onCancellationRequested(() => {
          close();
          void this.runs
            .get(token)
            ?.stop()
            .catch(() => undefined);
        });
      });
    });
  }

  private closeAll(): void {
    for (const { close } of [...this.open.values()]) close();
  }
}
