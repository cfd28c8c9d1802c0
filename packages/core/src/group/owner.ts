import * as pulumi from "@pulumi/pulumi";
import { ContentHash } from "../content-hash";
import type { GroupKey } from "../provider/platform";
import { Salt } from "./resources";

/** Hexadecimal digits of an owner's mark. */
const OWNER_LENGTH = 16;

/** What makes a component one of a kind: the key of its fingerprints, and its labels. */
interface Ownership {
  readonly salt: pulumi.Output<string>;
  readonly key: pulumi.Output<GroupKey>;
}

/** Declares the component's salt, from which its owner's mark is derived. */
function declareOwnership(
  component: pulumi.ComponentResource,
  name: string,
  groupKey: string,
  providerModule: string,
): Ownership {
  const salt = new Salt(`${name}-salt`, providerModule, { parent: component });
  const owner = pulumi
    .unsecret(salt.value)
    .apply((value) => new ContentHash("anew/owner/1").field("salt", value).digest().slice(0, OWNER_LENGTH));
  return {
    salt: salt.value,
    key: owner.apply((mark) => ({
      project: pulumi.getProject(),
      stack: pulumi.getStack(),
      group: groupKey,
      owner: mark,
    })),
  };
}

export type { Ownership };
export { declareOwnership };
