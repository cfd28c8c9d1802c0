import { madeUpHex } from "./made-up";
import type { MemoryInvoke } from "./memory-provider";

/** Functions of the docker provider. */
export const DOCKER_INVOKES: Readonly<Record<string, MemoryInvoke>> = {
  "docker:index/getNetwork:getNetwork": ({ name }, store) => {
    const found = store.list("docker:index/network:Network").find(({ outputs }) => outputs.name === name);
    if (!found) throw new Error(`Could not find docker network: ${name}`);
    return { ...found.outputs, id: found.id };
  },
  "docker:index/getRegistryImage:getRegistryImage": (args) => {
    const sha256Digest = `sha256:${madeUpHex(`digest ${args.name}`)}`;
    return { ...args, id: sha256Digest, sha256Digest };
  },
  "docker:index/getRemoteImage:getRemoteImage": (args) => {
    const id = `sha256:${madeUpHex(`image ${args.name}`)}`;
    return { ...args, id, repoDigest: String(args.name) };
  },
};
