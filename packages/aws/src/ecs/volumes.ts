import type { Spec } from "@anew/core";

/** An EFS file system, alone or with an access point of it. */
const FILE_SYSTEM = /^(fs-[0-9a-f]{8,40})(?:\/(fsap-[0-9a-f]{8,40}))?$/;

const VOLUME_EXPECTED =
  'the id of an EFS file system, alone or with an access point: "fs-0123456789abcdef0/fsap-0123456789abcdef0"';

/** Whether a volume can be mounted into a task. */
function isFileSystem(volume: string): boolean {
  return FILE_SYSTEM.test(volume);
}

function volumeName(index: number): string {
  return `state-${index}`;
}

/** The volumes of a task definition, encrypted on their way, as `@pulumi/aws` takes them. */
function volumesOf(spec: Spec) {
  return spec.state.map(({ volume }, index) => {
    const [, fileSystemId = volume, accessPointId] = FILE_SYSTEM.exec(volume) ?? [];
    return {
      name: volumeName(index),
      efsVolumeConfiguration: {
        fileSystemId,
        transitEncryption: "ENABLED",
        ...(accessPointId !== undefined && { authorizationConfig: { accessPointId, iam: "ENABLED" } }),
      },
    };
  });
}

export { isFileSystem, VOLUME_EXPECTED, volumeName, volumesOf };
