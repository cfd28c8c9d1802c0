// Writes the table of README.md anew: `npx tsx test/conformance/readme.ts`.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ruleTable } from "./rules";

const file = join(__dirname, "README.md");
const text = readFileSync(file, "utf8");
writeFileSync(file, `${text.slice(0, text.indexOf("| Rule |"))}${ruleTable()}\n`);
