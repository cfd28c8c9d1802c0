import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { CONTAINER_KEYS, VOLUME_KEYS } from "../src/input-keys";

/** The keys of an interface of the provider's typings, sorted. */
function keysOf(file: string, name: string): readonly string[] {
  const text = readFileSync(join(require.resolve("@pulumi/docker/package.json"), "..", file), "utf8");
  const body = text.slice(text.indexOf(`export interface ${name} {`)).split(/^}/m)[0] as string;
  return [...body.matchAll(/^ {4}(\w+)\??:/gm)].map(([, key]) => key as string).sort();
}

describe("the input keys of what a generation is made of", () => {
  it("are all that a container of the provider has: an input that is not named would be updated in place", () => {
    expect([...CONTAINER_KEYS].sort()).to.deep.equal(keysOf("container.d.ts", "ContainerArgs"));
  });

  it("are all that a volume of the provider has", () => {
    expect([...VOLUME_KEYS].sort()).to.deep.equal(keysOf("volume.d.ts", "VolumeArgs"));
  });
});
