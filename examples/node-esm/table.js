/** Lines of text with the columns of `rows` made equally wide. */
export function* table(rows) {
  const columns = Object.keys(rows[0]);
  const width = (column) => Math.max(column.length, ...rows.map((row) => String(row[column]).length));
  for (const row of [Object.fromEntries(columns.map((column) => [column, column])), ...rows]) {
    yield columns
      .map((column) => String(row[column]).padEnd(width(column)))
      .join("  ")
      .trimEnd();
  }
}
