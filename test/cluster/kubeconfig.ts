import { readFileSync, writeFileSync } from "node:fs";
import type { CertificateFiles } from "./certificates";

export interface KubeconfigArgs {
  readonly server: string;
  /** PEM. */
  readonly authority: string;
  readonly context: string;
  readonly user: { readonly certificate: string; readonly key: string } | { readonly token: string };
  readonly namespace?: string;
}

/** Writes a kubeconfig that needs no other file. JSON, which is YAML too. */
export function writeKubeconfig(file: string, args: KubeconfigArgs): void {
  const { context: name, namespace, user } = args;
  const credentials =
    "token" in user
      ? { token: user.token }
      : { "client-certificate-data": base64(user.certificate), "client-key-data": base64(user.key) };
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name, cluster: { server: args.server, "certificate-authority-data": base64(args.authority) } },
    ],
    users: [{ name, user: credentials }],
    contexts: [{ name, context: { cluster: name, user: name, ...(namespace && { namespace }) } }],
    "current-context": name,
  };
  writeFileSync(file, `${JSON.stringify(config, undefined, 2)}\n`, { mode: 0o600 });
}

/** For a client with a certificate. */
export function certificateUser(files: CertificateFiles): Pick<KubeconfigArgs, "authority" | "user"> {
  return {
    authority: readFileSync(files.authority, "utf8"),
    user: { certificate: readFileSync(files.certificate, "utf8"), key: readFileSync(files.key, "utf8") },
  };
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
