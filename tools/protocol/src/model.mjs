import { readFile } from "node:fs/promises";
import metaSchemaPackage from "@open-rpc/meta-schema";
import Ajv from "ajv";

/**
 * The contract as the two writers see it: names made, references resolved, nothing of JSON Schema left.
 *
 * @typedef {{ kind: 'string'|'bytes'|'dateTime'|'int'|'long'|'double'|'bool' }
 *   | { kind: 'list', items: Type } | { kind: 'map', values: Type } | { kind: 'named', name: string }} Type
 * @typedef {{ name: string, doc: string, type: Type, required: boolean, default?: boolean|number }} Field
 * @typedef {{ name: string, doc: string, fields: Field[] }} Shape
 * @typedef {{ name: string, doc: string, values: string[] }} Enumeration
 * @typedef {{ name: string, code: number, doc: string }} WireError
 * @typedef {{ wire: string, name: string, doc: string, params: Shape|null, result: string|null,
 *   resultDoc: string, errors: WireError[], sender: 'client'|'server', notification: boolean }} Method
 * @typedef {{ version: number, description: string, shapes: Shape[], enums: Enumeration[], errors: WireError[], methods: Method[] }} Model
 */

/** Reads and checks the contract. Throws one Error that lists everything that is wrong with it. */
export async function loadModel(path) {
  return buildModel(JSON.parse(await readFile(path, "utf8")));
}

/** @returns {Model} */
export function buildModel(document) {
  checkAgainstOpenRpc(document);
  const problems = [];
  const schemas = document.components.schemas;
  const shapes = [];
  const enums = [];
  for (const [name, schema] of Object.entries(schemas)) {
    if (schema.enum) enums.push({ name, doc: schema.description ?? "", values: schema.enum });
    else if (schema.type === "object") shapes.push(shapeOf(name, schema, schemas, problems));
    else problems.push(`components.schemas.${name}: only objects and string enumerations have names`);
  }
  const errors = Object.entries(document.components.errors).map(([name, error]) => ({
    name: pascal(name),
    code: error.code,
    doc: error.message,
  }));
  for (const twin of duplicates(errors.map((error) => error.code)))
    problems.push(`components.errors: code ${twin} twice`);
  const methods = document.methods.map((method) => methodOf(method, schemas, errors, problems));
  for (const twin of duplicates(methods.map((method) => method.wire))) problems.push(`method ${twin} twice`);
  const version = Number(document.info.version);
  if (!Number.isInteger(version)) problems.push("info.version: must be an integer, the protocol version");
  if (problems.length > 0) throw new Error(`The contract is not usable:\n  ${problems.join("\n  ")}`);
  return { version, description: document.info.description ?? "", shapes, enums, errors, methods };
}

/** `run/start` and `didChange` → `RunStart`, `DidChange`. */
export function pascal(name) {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

function checkAgainstOpenRpc(document) {
  // The OpenRPC schema names JSON Schema by an address of its own, which Ajv does not have; `buildModel` checks the schemas.
  const { $schema: _, ...schema } = structuredClone(metaSchemaPackage.default ?? metaSchemaPackage);
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false });
  const anySchema = {
    type: ["object", "boolean"],
    definitions: { JSONSchemaObject: { properties: { $ref: { type: "string" } } } },
  };
  for (const id of ["https://meta.json-schema.tools", "https://meta.json-schema.tools/"]) ajv.addSchema(anySchema, id);
  const validate = ajv.compile(schema);
  if (!validate(document)) throw new Error(`Not an OpenRPC document: ${ajv.errorsText(validate.errors)}`);
}

function methodOf(method, schemas, errors, problems) {
  const where = `method ${method.name}`;
  const name = pascal(method.name);
  const notification = method["x-notification"] === true;
  const direction = method["x-direction"] ?? "clientToServer";
  if (direction !== "clientToServer" && direction !== "serverToClient")
    problems.push(`${where}: x-direction ${direction}`);
  if (notification && (method.result || method.errors)) problems.push(`${where}: a notification has no answer`);
  if (!notification && !method.result) problems.push(`${where}: a request needs a result, of type null when empty`);
  if (!notification && direction === "serverToClient") problems.push(`${where}: the server sends only notifications`);
  if (method.paramStructure !== "by-name") problems.push(`${where}: paramStructure must be by-name`);
  const fields = method.params.map((param) => fieldOf(param.name, param, schemas, `${where}, ${param.name}`, problems));
  const params =
    fields.length === 0 ? null : { name: `${name}Params`, doc: `Parameters of \`${method.name}\`.`, fields };
  return {
    wire: method.name,
    name,
    doc: method.summary ?? "",
    params,
    result: notification ? null : resultOf(method, where, problems),
    resultDoc: method.result?.description ?? "",
    errors: (method.errors ?? []).flatMap((error) => {
      const found = errors.find((known) => known.name === pascal(referenced(error.$ref ?? "", "errors")));
      if (!found) problems.push(`${where}: unknown error ${JSON.stringify(error)}`);
      return found ? [found] : [];
    }),
    sender: direction === "serverToClient" ? "server" : "client",
    notification,
  };
}

function resultOf(method, where, problems) {
  const schema = method.result?.schema ?? {};
  if (schema.type === "null") return null;
  if (schema.$ref) return referenced(schema.$ref, "schemas");
  problems.push(`${where}: the result must be a reference to components.schemas, or null`);
  return null;
}

function shapeOf(name, schema, schemas, problems) {
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {}).map(([field, type]) =>
    fieldOf(
      field,
      { schema: type, required: required.has(field), description: type.description },
      schemas,
      `components.schemas.${name}.${field}`,
      problems,
    ),
  );
  for (const field of required)
    if (!(field in (schema.properties ?? {})))
      problems.push(`components.schemas.${name}: requires ${field}, which it has not`);
  return { name, doc: schema.description ?? "", fields };
}

function fieldOf(name, { schema, required = false, description }, schemas, where, problems) {
  return {
    name,
    doc: description ?? "",
    type: typeOf(schema, schemas, where, problems),
    required,
    ...(schema.default === undefined ? {} : { default: schema.default }),
  };
}

function typeOf(schema, schemas, where, problems) {
  if (schema.$ref) {
    const name = referenced(schema.$ref, "schemas");
    if (!(name in schemas)) problems.push(`${where}: ${schema.$ref} does not exist`);
    return { kind: "named", name };
  }
  switch (schema.type) {
    case "string":
      return { kind: { byte: "bytes", "date-time": "dateTime" }[schema.format] ?? "string" };
    case "integer":
      return { kind: schema.format === "int64" ? "long" : "int" };
    case "number":
      return { kind: "double" };
    case "boolean":
      return { kind: "bool" };
    case "array":
      return { kind: "list", items: typeOf(schema.items, schemas, where, problems) };
    case "object":
      if (schema.additionalProperties)
        return { kind: "map", values: typeOf(schema.additionalProperties, schemas, where, problems) };
  }
  problems.push(`${where}: no type for ${JSON.stringify(schema)}`);
  return { kind: "string" };
}

function referenced(ref, section) {
  const prefix = `#/components/${section}/`;
  return ref.startsWith(prefix) ? ref.slice(prefix.length) : ref;
}

function duplicates(values) {
  return values.filter((value, index) => values.indexOf(value) !== index);
}
