import { type ConfigMap, type Owned, ownedMetadata } from "./manifest";

/**
 * An empty object that a Deployment belongs to. The provider does not wait until a Deployment that it removes has ended
 * its pods; it does so for this one, and the cluster removes it only after all that belongs to it.
 * @see https://kubernetes.io/docs/concepts/architecture/garbage-collection/#foreground-deletion
 */
function anchorManifest(owned: Owned): ConfigMap {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: ownedMetadata(owned), immutable: true };
}

export { anchorManifest };
