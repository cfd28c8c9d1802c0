import type { CloudWatch } from "@aws-sdk/client-cloudwatch";
import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { ECS } from "@aws-sdk/client-ecs";
import type { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ResourceGroupsTaggingAPI } from "@aws-sdk/client-resource-groups-tagging-api";
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { awsFault } from "./aws-fault";
import { type ClientConfig, clientConfig } from "./client-config";
import type { Connection } from "./connection";

/** What every client of the SDK has, as far as it is used here. */
interface Client {
  destroy(): void;
  readonly config: { readonly region: () => Promise<string> };
  readonly middlewareStack: { add(middleware: unknown, options: unknown): void };
}

/** A middleware of the SDK, as far as it is used here. */
type Middleware = (
  next: (args: unknown) => Promise<unknown>,
  context: { readonly commandName?: string },
) => (args: unknown) => Promise<unknown>;

/** The clients of one session, each made and loaded when it is first asked for. Their errors are `AwsFault`s. */
class AwsClients {
  private readonly made = new Map<string, Promise<Client>>();
  private closed = false;

  constructor(private readonly connection: Connection) {}

  loadBalancing(): Promise<ElasticLoadBalancingV2> {
    return this.client("elasticloadbalancing", async (config) => {
      const sdk = await import("@aws-sdk/client-elastic-load-balancing-v2");
      return new sdk.ElasticLoadBalancingV2(config);
    });
  }

  ecs(): Promise<ECS> {
    return this.client("ecs", async (config) => {
      const sdk = await import("@aws-sdk/client-ecs");
      return new sdk.ECS(config);
    });
  }

  ec2(): Promise<EC2> {
    return this.client("ec2", async (config) => {
      const sdk = await import("@aws-sdk/client-ec2");
      return new sdk.EC2(config);
    });
  }

  cloudWatch(): Promise<CloudWatch> {
    return this.client("cloudwatch", async (config) => {
      const sdk = await import("@aws-sdk/client-cloudwatch");
      return new sdk.CloudWatch(config);
    });
  }

  logs(): Promise<CloudWatchLogs> {
    return this.client("logs", async (config) => {
      const sdk = await import("@aws-sdk/client-cloudwatch-logs");
      return new sdk.CloudWatchLogs(config);
    });
  }

  secrets(): Promise<SecretsManager> {
    return this.client("secretsmanager", async (config) => {
      const sdk = await import("@aws-sdk/client-secrets-manager");
      return new sdk.SecretsManager(config);
    });
  }

  tagging(): Promise<ResourceGroupsTaggingAPI> {
    return this.client("tag", async (config) => {
      const sdk = await import("@aws-sdk/client-resource-groups-tagging-api");
      return new sdk.ResourceGroupsTaggingAPI(config);
    });
  }

  /** A call that was given up is not tried again behind the session's back: it might move the traffic once more. */
  close(): void {
    this.closed = true;
    for (const client of this.made.values()) {
      client.then(
        (one) => one.destroy(),
        () => undefined,
      );
    }
    this.made.clear();
  }

  /** Before each attempt of a call. */
  private readonly unlessClosed: Middleware = (next) => async (args) => {
    if (this.closed) {
      throw new Error("given up, because the operation that asked for it has ended");
    }
    return next(args);
  };

  /** @param service as IAM writes it */
  private client<T extends Client>(service: string, make: (config: ClientConfig) => Promise<T>): Promise<T> {
    const known = this.made.get(service) as Promise<T> | undefined;
    if (known !== undefined) {
      return known;
    }
    const made = clientConfig(this.connection)
      .then(make)
      .then((client) => {
        client.middlewareStack.add(faults(service, client), { step: "initialize", priority: "high" });
        client.middlewareStack.add(this.unlessClosed, { step: "finalizeRequest", priority: "low" });
        return client;
      });
    this.made.set(service, made);
    return made;
  }
}

/** Around all attempts of a call: what is thrown says which call it was. */
function faults(service: string, client: Client): Middleware {
  return (next, context) => async (args) => {
    try {
      return await next(args);
    } catch (error) {
      const region = await client.config.region().catch(() => undefined);
      const operation = (context.commandName ?? "?").replace(/Command$/, "");
      throw awsFault({ service, operation, region }, error);
    }
  };
}

export { AwsClients };
