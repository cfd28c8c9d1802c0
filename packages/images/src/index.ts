export type { Connection } from "./connection";
export type { ImageContentArgs } from "./content-args";
export type { BuildSecret, BuildSecrets } from "./docker/build-secrets";
export { ImageBuild } from "./image-build";
export { DEFAULT_IMAGE_TIMEOUT, type ImageBuildArgs } from "./image-build-args";
export { imageContentHash } from "./image-content-hash";
export { type LockedBase, type LockOptions, lockBaseImages } from "./lock/lock-bases";
export { imageExists } from "./provider/image-exists";
export { type Credentials, credentialsFor } from "./registry/docker-config";
