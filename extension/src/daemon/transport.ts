import {
  type CancellationToken,
  type Disposable,
  type MessageConnection,
  ParameterStructures,
} from "vscode-jsonrpc/node";
import type { RpcTransport } from "../protocol/generated.ts";

/** The generated client's messages over a vscode-jsonrpc connection; parameters always by name. */
export class JsonRpcTransport implements RpcTransport {
  constructor(private readonly connection: MessageConnection) {}

  sendRequest<T>(method: string, params: object, token?: CancellationToken): Promise<T> {
    return this.connection.sendRequest<T>(method, ParameterStructures.byName, params, ...(token ? [token] : []));
  }

  sendNotification(method: string, params: object): Promise<void> {
    return this.connection.sendNotification(method, ParameterStructures.byName, params);
  }

  onNotification<T>(method: string, handler: (params: T) => void): Disposable {
    return this.connection.onNotification(method, handler);
  }
}
