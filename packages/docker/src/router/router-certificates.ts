import { providerLoader } from "@anew/core";
import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "./connection";

/** The frozen type token. A change is a breaking change. */
const CERTIFICATES_TYPE = "pulumi-nodejs:dynamic/anew:RouterCertificates";
/** Under this name the provider module holds what puts certificates into the router. */
const CERTIFICATES_PROVIDER = "routerCertificates";

/** A certificate for the host names that it holds itself. */
interface CertificateArgs {
  /** PEM: the certificate, then the ones that lead to its root. */
  readonly certificate: pulumi.Input<string>;
  /** PEM, without a passphrase. */
  readonly privateKey: pulumi.Input<string>;
}

interface RouterCertificatesArgs {
  readonly routerId: pulumi.Input<string>;
  readonly connection: pulumi.Input<unknown>;
  readonly certificates: pulumi.Input<unknown>;
}

/** The certificates of a router: put into the running HAProxy and into its volume, and renewed there. */
class RouterCertificates extends pulumi.CustomResource {
  constructor(name: string, args: RouterCertificatesArgs, opts: pulumi.CustomResourceOptions) {
    super(
      CERTIFICATES_TYPE,
      name,
      { ...args, __provider: providerLoader("@anew/docker/provider", CERTIFICATES_PROVIDER) },
      opts,
    );
  }
}

export type { CertificateArgs, Connection };
export { CERTIFICATES_PROVIDER, CERTIFICATES_TYPE, RouterCertificates };
