import { randomBytes } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";

/** Bytes of the salt: as many as the hash that it keys (RFC 2104, section 3). */
const SALT_BYTES = 32;

/** Makes the random salt of a group's fingerprints once, and keeps it. */
const saltProvider: dynamic.ResourceProvider = {
  create: async () => ({ id: "salt", outs: { value: randomBytes(SALT_BYTES).toString("hex") } }),
  diff: async () => ({ changes: false }),
};

export { saltProvider };
