import type { RouterCertificate } from "./certificate";
import type { Connection } from "./connection";
import { CERTIFICATE_LIST } from "./layout";
import { RouterContainer } from "./router-container";
import { RouterError } from "./router-error";
import { RuntimeApi } from "./runtime-api";
import { Volume } from "./volume";

/** The certificates of a running router. */
class CertificateStore {
  private constructor(
    private readonly api: RuntimeApi,
    private readonly volume: Volume,
  ) {}

  /** @throws RouterError when Docker does not answer, or the router is gone, stopped or not Anew's */
  static async connect(connection: Connection, routerId: string): Promise<CertificateStore> {
    const container = await RouterContainer.find(connection, routerId);
    return new CertificateStore(new RuntimeApi(container), new Volume(container));
  }

  /**
   * Makes the router's certificates these: new ones are added and renewed ones replaced before obsolete ones go, so that
   * no name is without its certificate meanwhile. Connections that are open keep the one that they began with.
   */
  async replaceAll(certificates: readonly RouterCertificate[]): Promise<void> {
    await this.volume.locked(async () => {
      const wanted = new Set(certificates.map((one) => one.path));
      const listed = await this.listed();
      for (const one of certificates) {
        // The file first: a restart finds what the running process is about to get.
        await this.volume.writeCertificate(one.path, one.pem);
        await this.load(one, listed.has(one.path));
      }
      for (const path of new Set([...listed, ...(await this.volume.certificates())])) {
        if (wanted.has(path)) continue;
        await this.volume.removeCertificate(path);
        if (listed.has(path)) await this.api.run([`del ssl crt-list ${CERTIFICATE_LIST} ${path}`]);
        await this.unlessUnknown(`del ssl cert ${path}`);
      }
    });
  }

  async close(): Promise<void> {
    this.api.close();
    this.volume.close();
  }

  private async load({ path, pem }: RouterCertificate, listed: boolean): Promise<void> {
    // What an interrupted call has left.
    await this.unlessUnknown(`abort ssl cert ${path}`);
    if (!listed) await this.unlessUnknown(`new ssl cert ${path}`);
    await this.api.send(`set ssl cert ${path}`, pem);
    const committed = await this.api.ask(`commit ssl cert ${path}`);
    if (!committed.includes("Success")) {
      throw new RouterError("command", `HAProxy refused the certificate ${path}: ${committed.trim()}`);
    }
    if (!listed) {
      const added = await this.api.ask(`add ssl crt-list ${CERTIFICATE_LIST} ${path}`);
      if (!added.includes("Success")) {
        throw new RouterError("command", `HAProxy does not show the certificate ${path}: ${added.trim()}`);
      }
    }
  }

  /** The certificates that the running process shows. */
  private async listed(): Promise<Set<string>> {
    const lines = (await this.api.ask(`show ssl crt-list ${CERTIFICATE_LIST}`)).split("\n");
    return new Set(lines.filter((line) => line.startsWith("/")).map((line) => line.split(" ")[0]!));
  }

  /** A command that is refused when there is nothing left to do. */
  private async unlessUnknown(command: string): Promise<void> {
    try {
      await this.api.ask(command);
    } catch (error) {
      if (!(error instanceof RouterError && error.reason === "command")) throw error;
    }
  }
}

export { CertificateStore };
