import { createProviders, type Json } from "@anew/core";
import type { dynamic } from "@pulumi/pulumi";
import { awsPlatform } from "../platform/aws-platform";
import { ecsIdentity } from "./identity";
import { EcsFleet } from "./platform/ecs-fleet";

/** Found by the fixed loader that stands in the state: see docs/decisions. */
const providers: Readonly<Record<string, dynamic.ResourceProvider>> = createProviders(
  awsPlatform({
    fleet: (aws) => new EcsFleet(aws),
    parts: (identity: Json) => [ecsIdentity(identity).service],
  }),
);

export { providers };
