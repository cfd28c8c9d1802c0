import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { INPUT_KEYS } from "../src/input-keys";

const FILES: Readonly<Record<keyof typeof INPUT_KEYS, string>> = {
  ConfigMap: "core/v1/configMap.d.ts",
  Secret: "core/v1/secret.d.ts",
  Deployment: "apps/v1/deployment.d.ts",
  Service: "core/v1/service.d.ts",
  PodDisruptionBudget: "policy/v1/podDisruptionBudget.d.ts",
  HorizontalPodAutoscaler: "autoscaling/v2/horizontalPodAutoscaler.d.ts",
};

/** The keys of an interface of the provider's typings, sorted. */
function keysOf(file: string, name: string): readonly string[] {
  const text = readFileSync(join(require.resolve("@pulumi/kubernetes/package.json"), "..", file), "utf8");
  const body = text.slice(text.indexOf(`export interface ${name} {`)).split(/^}/m)[0] as string;
  return [...body.matchAll(/^ {4}(\w+)\??:/gm)].map(([, key]) => key as string).sort();
}

describe("the input keys of what a generation is made of", () => {
  for (const [kind, file] of Object.entries(FILES)) {
    it(`are all that a ${kind} of the provider has: an input that is not named would be updated in place`, () => {
      const keys = [...INPUT_KEYS[kind as keyof typeof INPUT_KEYS]];
      expect(keys.sort()).to.deep.equal(keysOf(file, `${kind}Args`));
    });
  }
});
