import type * as pulumi from "@pulumi/pulumi";
import type { Json } from "../canonical-json";
import type { ResourceShape } from "../history/history";
import type { Spec } from "../spec";
import type { Target } from "../support";

/** A resource of a generation and how to declare it again. */
interface DeclaredResource {
  readonly shape: ResourceShape;
  readonly resource: pulumi.CustomResource;
}

/** What a target made of a spec. */
interface DeclaredGeneration {
  /** In the order in which they depend on each other. */
  readonly resources: readonly DeclaredResource[];
  /** What gate and switch need to reach it; also tells a re-created generation from the one it was. */
  readonly identity: pulumi.Output<Json>;
}

/** One generation to declare. */
interface GenerationRequest {
  readonly parent: pulumi.ComponentResource;
  /** Logical name: `<group>-<id>`. */
  readonly name: string;
  readonly id: string;
  /** Without secrets. */
  readonly spec: Spec;
  /** The same with the secrets' values, for secret inputs only. */
  readonly real: Spec;
  /** The image, as the platform pulls it. */
  readonly image: pulumi.Output<string>;
  readonly labels: (replica?: number) => pulumi.Output<Record<string, string>>;
  /** Options for a resource with these input keys; every resource of the generation takes them. */
  readonly options: (
    inputKeys: readonly string[],
    more?: pulumi.CustomResourceOptions,
  ) => pulumi.CustomResourceOptions;
}

/** A target, as the components see it: how a spec becomes resources. */
interface GenerationTarget {
  /** Its column in the table of what each target supports. */
  readonly name: Target;
  /** Type token of the component that holds a generation's resources. */
  readonly generationType: string;
  /** Module whose `providers` the fixed loader finds. */
  readonly providerModule: string;
  /** Declares the resources of a generation that was never released. */
  declare(request: GenerationRequest): DeclaredGeneration;
  /** Declares, at preview, a generation whose spec is not known yet. */
  declarePending(parent: pulumi.ComponentResource, name: string): readonly pulumi.CustomResource[];
  /** What a resource of this type needs beyond its inputs, such as the version of its provider. */
  frozenOptions(type: string): pulumi.CustomResourceOptions;
}

export type { DeclaredGeneration, DeclaredResource, GenerationRequest, GenerationTarget };
