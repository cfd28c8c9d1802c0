import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Cluster } from "./cluster";
import { writeKubeconfig } from "./kubeconfig";

/** For how long its token is good: longer than any run. */
const TOKEN_LIFETIME = "24h";

interface View {
  readonly clusters: readonly [
    { readonly cluster: { readonly server: string; readonly "certificate-authority-data": string } },
  ];
}

/** Writes a kubeconfig with which one is a ServiceAccount, into a folder of its own. */
export async function serviceAccountKubeconfig(
  cluster: Cluster,
  folder: string,
  namespace: string,
  serviceAccount: string,
): Promise<string> {
  const create = ["create", "token", serviceAccount, "--namespace", namespace, "--duration", TOKEN_LIFETIME];
  const token = (await cluster.mustKubectl(create)).trim();
  const view = await cluster.mustKubectl(["config", "view", "--minify", "--raw", "--flatten", "-o", "json"]);
  const [{ cluster: where }] = (JSON.parse(view) as View).clusters;
  const file = join(mkdtempSync(join(folder, "service-account-")), "kubeconfig");
  writeKubeconfig(file, {
    server: where.server,
    authority: Buffer.from(where["certificate-authority-data"], "base64").toString("utf8"),
    context: cluster.context,
    namespace,
    user: { token },
  });
  return file;
}
