import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { INPUT_KEYS } from "../src/input-keys";

/** The keys of an interface of the provider's typings, sorted. */
function keysOf(file: string, name: string): readonly string[] {
  const text = readFileSync(join(require.resolve("@pulumi/aws/package.json"), "..", file), "utf8");
  const body = text.slice(text.indexOf(`export interface ${name} {`)).split(/^}/m)[0] as string;
  return [...body.matchAll(/^ {4}(\w+)\??:/gm)].map(([, key]) => key as string).sort();
}

describe("the input keys of what a generation is made of", () => {
  for (const [type, keys] of Object.entries(INPUT_KEYS)) {
    const [, path = "", kind = ""] = type.split(":");
    it(`are all that a ${kind} of the provider has: an input that is not named would be updated in place`, () => {
      expect([...keys].sort()).to.deep.equal(keysOf(`${path}.d.ts`, `${kind}Args`));
    });
  }
});
