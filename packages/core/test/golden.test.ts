import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { canonicalJson } from "../src/canonical-json";
import { ContentHash } from "../src/content-hash";
import { fileTreeHash } from "../src/file-tree";
import { fingerprint } from "../src/fingerprint";
import { generationId } from "../src/generation-id";
import { InputProblems } from "../src/input-problems";
import { fitName } from "../src/names";
import { resolveSpec } from "../src/resolve-spec";
import { SecretValue } from "../src/secret-value";
import { removeTrees, type Tree, writeTree } from "./temp-tree";

const BREAKING =
  "A golden value changed. That is a breaking change: everybody's next update would build and release " +
  "everything again. Make the change so that old values stay, or version the format and say so in a changeset";

interface Golden {
  readonly hashes: readonly { domain: string; fields: [string, string][]; hash: string }[];
  readonly fingerprints: readonly { salt: string; name: string; value: string; fingerprint: string }[];
  readonly names: readonly {
    parts: string[];
    maxLength: number;
    allowed: string;
    separator?: string;
    firstLetter?: boolean;
    name: string;
  }[];
  readonly specs: readonly {
    what: string;
    args: Record<string, unknown>;
    secretArgs?: string[];
    canonical: string;
    id: string;
  }[];
  readonly trees: readonly { what: string; tree: Tree; hash: string }[];
}

function golden<K extends keyof Golden>(name: K): Golden[K] {
  return JSON.parse(readFileSync(join(__dirname, "golden", `${name}.json`), "utf8"));
}

describe("golden values", () => {
  afterEach(removeTrees);

  for (const { domain, fields, hash } of golden("hashes")) {
    it(`content hash of ${domain} ${JSON.stringify(fields)}`, () => {
      const sum = fields.reduce((all, [name, value]) => all.field(name, value), new ContentHash(domain));
      expect(sum.digest(), BREAKING).to.equal(hash);
    });
  }

  for (const { salt, name, value, fingerprint: expected } of golden("fingerprints")) {
    it(`fingerprint at ${name}`, () => {
      expect(fingerprint(salt, name, value), BREAKING).to.equal(expected);
    });
  }

  for (const { parts, name, allowed, ...rule } of golden("names")) {
    it(`name of ${JSON.stringify(parts)} in ${rule.maxLength} characters`, () => {
      expect(fitName(parts, { ...rule, allowed: new RegExp(allowed) }), BREAKING).to.equal(name);
    });
  }

  for (const { what, args, secretArgs = [], canonical, id } of golden("specs")) {
    it(`spec and id of ${what}`, () => {
      const hidden = Object.fromEntries(secretArgs.map((name) => [name, new SecretValue(args[name])]));
      const problems = new InputProblems();
      const resolved = resolveSpec({ ...args, ...hidden }, "golden salt", problems);
      problems.throwIfAny(what);
      expect(resolved && canonicalJson(resolved.spec), BREAKING).to.equal(canonical);
      expect(resolved && generationId(resolved.spec), BREAKING).to.equal(id);
    });
  }

  for (const { what, tree, hash } of golden("trees")) {
    it(`hash of ${what}`, () => {
      expect(fileTreeHash(writeTree(tree)), BREAKING).to.equal(hash);
    });
  }
});
