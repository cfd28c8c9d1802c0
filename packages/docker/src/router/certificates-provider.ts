import { simulationFile } from "@anew/core";
import type { dynamic } from "@pulumi/pulumi";
import { parseCertificates } from "./certificate";
import { CertificateStore } from "./certificate-store";
import type { Connection } from "./connection";
import { RouterError } from "./router-error";

interface CertificatesInputs {
  readonly routerId: string;
  readonly connection: Connection;
  readonly certificates: readonly { readonly certificate: string; readonly privateKey: string }[];
}

/** Puts certificates into a router. It has no diff of its own: any change of an input is an update in place. */
const certificatesProvider: dynamic.ResourceProvider<CertificatesInputs, CertificatesInputs> = {
  async create(inputs) {
    await replaceAll(inputs);
    return { id: inputs.routerId, outs: inputs };
  },

  async update(_id, _olds, news) {
    await replaceAll(news);
    return { outs: news };
  },

  /** A router that is gone has none left. */
  async delete(_id, inputs) {
    try {
      await replaceAll({ ...inputs, certificates: [] });
    } catch (error) {
      if (!(error instanceof RouterError && (error.reason === "gone" || error.reason === "stopped")))
        throw error;
    }
  },
};

async function replaceAll({ routerId, connection, certificates }: CertificatesInputs): Promise<void> {
  const parsed = parseCertificates(certificates);
  if (simulationFile(connection.host ?? process.env.DOCKER_HOST) !== undefined) return;
  const store = await CertificateStore.connect(connection, routerId);
  try {
    await store.replaceAll(parsed);
  } finally {
    await store.close();
  }
}

export type { CertificatesInputs };
export { certificatesProvider };
