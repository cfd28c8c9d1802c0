import { appendFileSync, existsSync, readFileSync } from "node:fs";
import type { MachineConnection } from "../connection";
import type { MachineImageStore, StoredImage } from "./store";

/** A cloud of this form exists in a file only: there is nothing to build with, and nothing is built. */
const SIMULATED = "simulated://";

/** The file of a simulated cloud; undefined for a real one. */
function simulatedCloud({ endpoint }: MachineConnection): string | undefined {
  const address = endpoint ?? process.env.AWS_ENDPOINT_URL_EC2 ?? process.env.AWS_ENDPOINT_URL ?? "";
  return address.startsWith(SIMULATED) ? address.slice(SIMULATED.length) : undefined;
}

/** The images that are noted in the file. */
function simulatedStore(file: string, { region = "eu-west-1" }: MachineConnection): MachineImageStore {
  const known = () => (existsSync(file) ? readFileSync(file, "utf8").split("\n") : []);
  const stored = (id: string): StoredImage => ({ id, state: "available", createdAt: "" });
  return {
    place: region,
    tagged: async (contentHash) =>
      known()
        .filter((id) => id === simulatedId(contentHash))
        .map(stored),
    image: async (id) => (known().includes(id) ? stored(id) : undefined),
    machines: async () => [],
    removalCommand: () => "",
  };
}

/** Notes an image, as if it had been built. */
function simulateMachineImage(file: string, contentHash: string): void {
  appendFileSync(file, `${simulatedId(contentHash)}\n`);
}

/** An id of the right form, made of the hash. */
function simulatedId(contentHash: string): string {
  return `ami-${contentHash.slice(0, 17)}`;
}

export { simulatedCloud, simulatedStore, simulateMachineImage };
