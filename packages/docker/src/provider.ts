import { createProviders } from "@anew/core";
import type { dynamic } from "@pulumi/pulumi";
import { dockerPlatform } from "./platform/docker-platform";
import { certificatesProvider } from "./router/certificates-provider";
import { CERTIFICATES_PROVIDER } from "./router/router-certificates";

/** Found by the fixed loader that stands in the state: see docs/decisions. */
const providers: Readonly<Record<string, dynamic.ResourceProvider>> = {
  ...createProviders(dockerPlatform),
  [CERTIFICATES_PROVIDER]: certificatesProvider,
};

export { providers };
