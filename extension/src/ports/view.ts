import * as vscode from "vscode";
import { ItemContext, View } from "../ids.ts";
import type { ProcessesView } from "../processes/view.ts";
import type { PortInfo } from "../protocol/generated.ts";
import { DisposableStore } from "../util/disposables.ts";
import { type PortModel, portDescription, portLabel } from "./model.ts";

/** The tree view Ports. */
export class PortsView implements vscode.TreeDataProvider<PortInfo>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private readonly disposables = new DisposableStore();
  private described = "";
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly model: PortModel,
    private readonly processes: ProcessesView,
  ) {
    this.disposables.add(model.onDidChange(() => this.changed.fire(undefined)));
    this.disposables.add(processes.onDidChangeTreeData(() => this.processesChanged()));
    this.disposables.add(vscode.window.createTreeView(View.ports, { treeDataProvider: this }));
    this.disposables.add(this.changed);
  }

  getChildren(port?: PortInfo): PortInfo[] {
    return port ? [] : this.model.all;
  }

  getTreeItem(port: PortInfo): vscode.TreeItem {
    const description = portDescription(port, this.processes.processes);
    const item = new vscode.TreeItem(portLabel(port));
    item.id = String(port.hostPort);
    item.description = description;
    item.tooltip = `Port ${port.port} of the program is reached at ${port.url}`;
    item.iconPath = new vscode.ThemeIcon(port.protocol === "http" ? "globe" : "plug");
    item.contextValue = port.protocol === "http" ? ItemContext.httpPort : ItemContext.tcpPort;
    item.accessibilityInformation = { label: `Port ${portLabel(port)}, ${description}`, role: "treeitem" };
    return item;
  }

  /** Processes change all the time: only another name of one that listens is news here. */
  private processesChanged(): void {
    const descriptions = this.model.all.map((port) => portDescription(port, this.processes.processes)).join("\n");
    if (descriptions === this.described) return;
    this.described = descriptions;
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.disposables.dispose();
  }
}
