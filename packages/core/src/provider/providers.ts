import type { dynamic } from "@pulumi/pulumi";
import { gateProvider } from "./gate-provider";
import type { Platform } from "./platform";
import { saltProvider } from "./salt-provider";
import { switchProvider } from "./switch-provider";

/** What a target's `provider` module exports, for the fixed loader to find. */
function createProviders(platform: Platform): {
  readonly gate: dynamic.ResourceProvider;
  readonly switch: dynamic.ResourceProvider;
  readonly salt: dynamic.ResourceProvider;
} {
  return { gate: gateProvider(platform), switch: switchProvider(platform), salt: saltProvider };
}

export { createProviders };
