import type { PropertyMap } from "../values";

/** What a program asks for when it reads a resource that something else manages. */
export interface ReadRequest {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  readonly inputs: PropertyMap;
  readonly dependencies: readonly string[];
  /** `urn::id` */
  readonly provider: string;
  readonly additionalSecretOutputs: readonly string[];
}
