/** Writes the contract for people: every method with its parameters, result and errors, and every type. */
export function markdownFiles(model) {
  return new Map([["protocol.md", markdown(model)]]);
}

function markdown(model) {
  const of = (notification, sender) =>
    model.methods.filter((method) => method.notification === notification && method.sender === sender);
  return `${[
    "<!-- Generated from protocol/wasmrun.openrpc.json by `npm run generate`. Do not edit. -->",
    "# The daemon's protocol",
    `Version ${model.version}. ${model.description}`,
    "## Requests",
    ...of(false, "client").map(method),
    "## Notifications from the client",
    ...of(true, "client").map(method),
    "## Notifications from the daemon",
    ...of(true, "server").map(method),
    "## Types",
    ...model.shapes.map((shape) => section(`### ${shape.name}`, shape.doc, fields(shape.fields))),
    ...model.enums.map((one) =>
      section(`### ${one.name}`, one.doc, one.values.map((value) => `\`${value}\``).join(" · ")),
    ),
    "## Errors",
    table(
      ["code", "name", "meaning"],
      model.errors.map((error) => [error.code, `\`${error.name}\``, error.doc]),
    ),
  ].join("\n\n")}\n`;
}

function method(one) {
  const result = one.notification ? "" : `Answer: ${one.result ? typeLink(one.result) : "null"}.`;
  const errors = one.errors.map((error) => `\`${error.name}\` (${error.code})`).join(", ");
  return section(
    `### ${one.wire}`,
    one.doc,
    one.params ? fields(one.params.fields) : "",
    [result, errors ? `Errors: ${errors}.` : ""].filter(Boolean).join(" "),
  );
}

function section(...parts) {
  return parts.filter(Boolean).join("\n\n");
}

function fields(list) {
  return table(
    ["field", "type", ""],
    list.map((field) => [
      `\`${field.name}\`${field.required ? "" : "?"}`,
      type(field.type),
      [field.doc, field.default === undefined ? "" : `Default: \`${field.default}\`.`].filter(Boolean).join(" "),
    ]),
  );
}

function type(of) {
  switch (of.kind) {
    case "bytes":
      return "base64";
    case "dateTime":
      return "ISO 8601 time";
    case "list":
      return `list of ${type(of.items)}`;
    case "map":
      return `map of ${type(of.values)}`;
    case "named":
      return typeLink(of.name);
    default:
      return of.kind;
  }
}

function typeLink(name) {
  return `[${name}](#${name.toLowerCase()})`;
}

function table(heads, rows) {
  const row = (cells) => `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [row(heads), row(heads.map(() => "---")), ...rows.map(row)].join("\n");
}
