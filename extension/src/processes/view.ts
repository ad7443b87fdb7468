import * as vscode from "vscode";
import type { DaemonSupervisor } from "../daemon/supervisor.ts";
import { ItemContext, View } from "../ids.ts";
import type { ProcessInfo } from "../protocol/generated.ts";
import { DisposableStore } from "../util/disposables.ts";
import { type ProcessNode, processAccessibleName, processDescription, processTooltip, processTree } from "./model.ts";

/** The tree view Processes. */
export class ProcessesView implements vscode.TreeDataProvider<ProcessNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private readonly disposables = new DisposableStore();
  private current: ProcessInfo[] = [];
  readonly onDidChangeTreeData = this.changed.event;

  constructor(supervisor: DaemonSupervisor) {
    this.disposables.add(
      supervisor.onDidConnect(({ client }) => {
        client.onProcessChanged(({ processes }) => this.show(processes));
        void client.processList().then(
          ({ processes }) => this.show(processes),
          () => this.show([]),
        );
      }),
    );
    this.disposables.add(supervisor.onDidDisconnect(() => this.show([])));
    this.disposables.add(vscode.window.createTreeView(View.processes, { treeDataProvider: this }));
    this.disposables.add(this.changed);
  }

  get processes(): readonly ProcessInfo[] {
    return this.current;
  }

  getChildren(node?: ProcessNode): ProcessNode[] {
    return node ? node.children : processTree(this.current);
  }

  getTreeItem({ process, children }: ProcessNode): vscode.TreeItem {
    const { Expanded, None } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(process.command, children.length > 0 ? Expanded : None);
    item.id = String(process.pid);
    item.description = processDescription(process);
    item.tooltip = processTooltip(process);
    item.iconPath = new vscode.ThemeIcon(process.state === "running" ? "pulse" : "circle-outline");
    item.contextValue = ItemContext.process;
    item.accessibilityInformation = { label: processAccessibleName(process), role: "treeitem" };
    return item;
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private show(processes: ProcessInfo[]): void {
    this.current = processes;
    this.changed.fire(undefined);
  }
}
