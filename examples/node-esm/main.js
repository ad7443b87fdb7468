import { readFile } from "node:fs/promises";
import { table } from "./table.js";

const cities = JSON.parse(await readFile(new URL("cities.json", import.meta.url), "utf8"));
const { byPopulation } = await import("./order.js");

for (const line of table(cities.toSorted(byPopulation))) console.log(line);
