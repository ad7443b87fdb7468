/** Writes the TypeScript side: types, names, error codes and a typed client over any transport. */
export function typescriptFiles(model) {
  return new Map([["generated.ts", typescript(model)]]);
}

function typescript(model) {
  const { methods } = model;
  const params = methods.filter((method) => method.params).map((method) => method.params);
  const requests = methods.filter((method) => !method.notification);
  const sent = methods.filter((method) => method.notification && method.sender === "client");
  const received = methods.filter((method) => method.notification && method.sender === "server");
  return `${[
    "// Generated from protocol/wasmrun.openrpc.json by `npm run generate`. Do not edit.",
    `import type { CancellationToken, Disposable } from "vscode-jsonrpc";`,
    `${comment("The version this side speaks; exchanged at `initialize`.")}export const PROTOCOL_VERSION = ${model.version};`,
    `${comment("Names on the wire.")}export const Method = {\n${methods.map((method) => `  ${camel(method.name)}: "${method.wire}",`).join("\n")}\n} as const;`,
    `${comment("Codes of error answers and of `Failure`.")}export const ErrorCode = {\n${model.errors
      .map((error) => `${comment(error.doc, "  ")}  ${error.name}: ${error.code},`)
      .join("\n")}\n} as const;`,
    ...model.enums.map(
      (enumeration) =>
        `${comment(enumeration.doc)}export type ${enumeration.name} = ${enumeration.values.map((value) => `"${value}"`).join(" | ")};`,
    ),
    ...[...model.shapes, ...params].map(interfaceOf),
    `${comment("What carries the messages.")}export interface RpcTransport {
  sendRequest<T>(method: string, params: object, token?: CancellationToken): Promise<T>;
  sendNotification(method: string, params: object): Promise<void>;
  onNotification<T>(method: string, handler: (params: T) => void): Disposable;
}`,
    `${comment("The daemon as a client sees it.")}export class WasmRunClient {
  constructor(private readonly transport: RpcTransport) {}

${[...requests.map(request), ...sent.map(notify), ...received.map(listen)].join("\n\n")}
}`,
  ].join("\n\n")}\n`;
}

function interfaceOf(shape) {
  const fields = shape.fields.map((field) => {
    const fallback = field.default === undefined ? "" : `${field.doc ? " " : ""}Default: ${field.default}.`;
    return `${comment(field.doc + fallback, "  ")}  ${field.name}${field.required ? "" : "?"}: ${type(field.type)};`;
  });
  return `${comment(shape.doc)}export interface ${shape.name} {\n${fields.join("\n")}\n}`;
}

function request(method) {
  const result = method.result ?? "null";
  const codes = method.errors.map((error) => `\`${error.name}\``).join(", ");
  const doc = comment(method.doc + (codes ? ` Fails with ${codes}.` : ""), "  ");
  const head = method.params ? `params: ${method.params.name}, ` : "";
  const value = method.params ? "params" : "{}";
  return `${doc}  ${camel(method.name)}(${head}token?: CancellationToken): Promise<${result}> {
    return this.transport.sendRequest(Method.${camel(method.name)}, ${value}, token);
  }`;
}

function notify(method) {
  return `${comment(method.doc, "  ")}  ${camel(method.name)}(params: ${method.params.name}): Promise<void> {
    return this.transport.sendNotification(Method.${camel(method.name)}, params);
  }`;
}

function listen(method) {
  return `${comment(method.doc, "  ")}  on${method.name}(handler: (params: ${method.params.name}) => void): Disposable {
    return this.transport.onNotification(Method.${camel(method.name)}, handler);
  }`;
}

function type(of) {
  switch (of.kind) {
    case "string":
    case "bytes":
    case "dateTime":
      return "string";
    case "int":
    case "long":
    case "double":
      return "number";
    case "bool":
      return "boolean";
    case "list":
      return `${type(of.items)}[]`;
    case "map":
      return `Record<string, ${type(of.values)}>`;
    default:
      return of.name;
  }
}

function comment(text, indent = "") {
  return text ? `${indent}/** ${text} */\n` : "";
}

function camel(name) {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
