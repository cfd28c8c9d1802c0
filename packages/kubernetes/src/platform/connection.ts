import { existsSync } from "node:fs";
import { Agent, type AgentOptions } from "node:http";
import { type RequestOptions, Agent as TlsAgent } from "node:https";
import { reasonOf } from "@anew/core";
import type { KubeConfig } from "@kubernetes/client-node";
import type { Connection } from "../connection";

/** An API server and who asks it. */
interface Access {
  /** Its address. */
  readonly server: string;
  readonly context: string;
  /** The context's own namespace. */
  readonly namespace?: string;
  /** What a request needs to be let in; asked for each one, since tokens end. */
  options(): Promise<RequestOptions>;
  close(): void;
}

/**
 * Reads a kubeconfig; no cluster is asked yet.
 * @throws Error that says what is missing and what there is
 */
async function readAccess(connection: Connection): Promise<Access> {
  // Only here: a program that talks to no cluster need not load it.
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  load(config, connection.kubeconfig);
  if (connection.context !== undefined) {
    config.setCurrentContext(connection.context);
  }
  const context = config.getCurrentContext();
  const cluster = config.getCurrentCluster();
  if (cluster === null) {
    const contexts = config.getContexts().map((one) => one.name);
    throw new Error(
      `connection.context: got ${JSON.stringify(context ?? "")}, expected a context of the kubeconfig: ` +
        `${contexts.join(", ") || "it has none"}`,
    );
  }
  // The client takes http only where nothing can be verified; kubectl (and its proxy) take it as it is.
  if (cluster.server.startsWith("http:")) {
    Object.assign(cluster, { skipTLSVerify: true });
  }
  const agents = new Agents(cluster.proxyUrl !== undefined && cluster.proxyUrl !== "");
  const namespace = config.getContextObject(context)?.namespace;
  return {
    server: cluster.server,
    context,
    ...(namespace && { namespace }),
    options: async () => {
      const options: RequestOptions = {};
      await config.applyToHTTPSOptions(options);
      return { ...options, agent: agents.for(options, cluster.server) };
    },
    close: () => agents.close(),
  };
}

function load(config: KubeConfig, given: string | undefined): void {
  if (given === undefined) {
    config.loadFromDefault();
    return;
  }
  const isContent = given.includes("\n") || given.trimStart().startsWith("{");
  if (!isContent && !existsSync(given)) {
    throw new Error(
      `connection.kubeconfig: got ${JSON.stringify(given)}, expected the path of a file, or a kubeconfig's content`,
    );
  }
  try {
    if (isContent) config.loadFromString(given);
    else config.loadFromFile(given);
  } catch (error) {
    throw new Error(
      `connection.kubeconfig: ${isContent ? "its content" : given} is no kubeconfig: ${reasonOf(error)}`,
    );
  }
}

/** Keeps connections open between requests, for as long as the credentials stay the same. */
class Agents {
  #agent: Agent | undefined;
  #credentials = "";

  constructor(private readonly byProxy: boolean) {}

  for(options: RequestOptions, server: string): RequestOptions["agent"] {
    if (this.byProxy) {
      return options.agent;
    }
    const { ca, cert, key, servername, rejectUnauthorized } = options;
    const credentials = [ca, cert, key].map(String).join("\0");
    if (this.#agent === undefined || credentials !== this.#credentials) {
      this.close();
      const settings = { keepAlive: true, ca, cert, key, servername, rejectUnauthorized };
      this.#agent = server.startsWith("http:")
        ? new Agent({ keepAlive: true })
        : new TlsAgent(settings as AgentOptions);
      this.#credentials = credentials;
    }
    return this.#agent;
  }

  close(): void {
    this.#agent?.destroy();
    this.#agent = undefined;
  }
}

export type { Access };
export { readAccess };
