import * as pulumi from "@pulumi/pulumi";
import type { Manifest } from "./manifests/manifest";

/** The version of the provider that a resource without its class must name by itself. */
const KUBERNETES_VERSION: string = require("@pulumi/kubernetes/package.json").version;

/** What the API server says of an object; of its many fields, those that are used. */
interface LiveMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
}

/** The type token of a manifest's resource, as the provider's own classes have it. */
function typeOf({ apiVersion, kind }: Pick<Manifest, "apiVersion" | "kind">): string {
  return `kubernetes:${apiVersion === "v1" ? "core/v1" : apiVersion}:${kind}`;
}

/** An object of a cluster, of any kind: what `@pulumi/kubernetes` declares, without loading its classes. */
class KubernetesObject extends pulumi.CustomResource {
  declare public readonly metadata: pulumi.Output<LiveMetadata>;
  declare public readonly spec: pulumi.Output<unknown>;
  declare public readonly status: pulumi.Output<unknown>;

  constructor(name: string, manifest: Manifest, opts: pulumi.CustomResourceOptions) {
    super(
      typeOf(manifest),
      name,
      {
        spec: undefined,
        status: undefined,
        ...manifest,
        ...(manifest.kind === "Secret" && { data: pulumi.secret(manifest.data) }),
      },
      {
        version: KUBERNETES_VERSION,
        ...opts,
        ...(manifest.kind === "Secret" && { additionalSecretOutputs: ["data", "stringData"] }),
      },
    );
  }
}

export type { LiveMetadata };
export { KUBERNETES_VERSION, KubernetesObject, typeOf };
