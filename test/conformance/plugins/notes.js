// What the test plugins note of the calls that they get: in effects.log, in the folder of the program.
const { appendFileSync, readFileSync } = require("node:fs");

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const KINDS = {
  "1b47061264138c4ac30d75fd1eb44270": "secret",
  c44067f5952c0a294b673a41bacd8c17: "asset",
  "0def7320c3a5731c473e5ecbe6d01bc7": "archive",
  "5cf8f73096256a8f31e491e813e4eb8e": "resource",
  d0e6a833031e9bbcd3f4e8bde6ca49a4: "output",
  fd33e3a9b2e64c5ba0b6de6a4d7e3f13: "bytes",
};
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

// A value as one reads it: special values by their names, keys in order, ids that differ from run to run left out.
function readable(value) {
  if (typeof value === "string") {
    if (value === UNKNOWN) return "<unknown>";
    if (value.length > 1000) return `<${value.length} characters>`;
    return value.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<uuid>");
  }
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.keys(value)
    .sort()
    .map((key) => (key === SIGNATURE ? ["$", KINDS[value[key]] ?? value[key]] : [key, readable(value[key])]));
  return Object.fromEntries(entries);
}

const text = (value) => JSON.stringify(readable(value));
const nameOf = (urn) => urn.split("::").slice(3).join("::");
const note = (line) => appendFileSync("effects.log", `${line}\n`);

// How the plugins behave is in behaviour.json, beside the program.
function behaviour() {
  try {
    return JSON.parse(readFileSync("behaviour.json", "utf8"));
  } catch {
    return {};
  }
}

// An engine that is killed closes the other end: nothing of it is to go on.
process.stdin
  .on("end", () => process.exit())
  .on("error", () => process.exit())
  .resume();

module.exports = { behaviour, nameOf, note, text, SIGNATURE, UNKNOWN };
