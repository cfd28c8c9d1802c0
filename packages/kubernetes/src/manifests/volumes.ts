import type { Spec } from "@anew/core";
import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type FileKey, fileKeys } from "./files";

/** Size of a scratch directory in memory; it counts against the replica's memory. */
const TMPFS_SIZE = "64Mi";

/** Readable for whoever runs the program, writable for nobody. */
const FILE_MODE = 0o444;

/** Where a generation's files are kept. */
interface FileSources {
  /** Name of the ConfigMap. */
  readonly files: pulumi.Input<string> | undefined;
  /** Name of the Secret. */
  readonly secrets: pulumi.Input<string> | undefined;
}

interface Volumes {
  readonly volumes: types.input.core.v1.Volume[];
  readonly mounts: types.input.core.v1.VolumeMount[];
}

/** What is mounted into a replica: files, each at its own path, scratch directories and state. */
function volumesOf(spec: Spec, sources: FileSources): Volumes {
  const plain = fileKeys(spec.files);
  const secret = fileKeys(spec.secretFiles);
  const claims = [...new Set(spec.state.map(({ volume }) => volume))];
  const claimName = (claim: string) => `state-${claims.indexOf(claim)}`;
  return {
    volumes: [
      ...(plain.length === 0
        ? []
        : [{ name: "files", configMap: { name: sources.files ?? "", ...fileItems(plain) } }]),
      ...(secret.length === 0
        ? []
        : [{ name: "secrets", secret: { secretName: sources.secrets ?? "", ...fileItems(secret) } }]),
      ...spec.tmpfs.map((_, index) => ({
        name: `tmpfs-${index}`,
        emptyDir: { medium: "Memory", sizeLimit: TMPFS_SIZE },
      })),
      ...claims.map((claim) => ({ name: claimName(claim), persistentVolumeClaim: { claimName: claim } })),
    ],
    mounts: [
      ...plain.map((file) => fileMount("files", file)),
      ...secret.map((file) => fileMount("secrets", file)),
      ...spec.tmpfs.map((path, index) => ({ name: `tmpfs-${index}`, mountPath: path })),
      ...spec.state.map(({ volume, path }) => ({ name: claimName(volume), mountPath: path })),
    ],
  };
}

function fileItems(files: readonly FileKey[]) {
  return { defaultMode: FILE_MODE, items: files.map(({ key }) => ({ key, path: key })) };
}

/** One file, so that what the image has beside it stays visible. */
function fileMount(name: string, { path, key }: FileKey): types.input.core.v1.VolumeMount {
  return { name, mountPath: path, subPath: key, readOnly: true };
}

export { FILE_MODE, TMPFS_SIZE, volumesOf };
