import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { CHANNEL_OPTIONS } from "./unary";

/** The services of a run at one address of this machine. */
export class EngineServer {
  private readonly services: [grpc.ServiceDefinition, grpc.UntypedServiceImplementation][] = [];
  /** Made when it is needed: most programs in this process never dial, and gRPC keeps a list of its servers. */
  private server: grpc.Server | undefined;
  private listening: Promise<string> | undefined;

  addMonitor(service: grpc.UntypedServiceImplementation): void {
    this.add(ResourceMonitorService as unknown as grpc.ServiceDefinition, service);
  }

  addEngine(service: grpc.UntypedServiceImplementation): void {
    this.add(EngineService as unknown as grpc.ServiceDefinition, service);
  }

  /** Starts to listen, the first time. @returns the address, such as `127.0.0.1:43210` */
  address(): Promise<string> {
    this.listening ??= this.listen();
    return this.listening;
  }

  close(): void {
    this.server?.forceShutdown();
  }

  private add(definition: grpc.ServiceDefinition, service: grpc.UntypedServiceImplementation): void {
    this.services.push([definition, service]);
    // Plugins that a refresh has started listen already.
    this.server?.addService(definition, service);
  }

  private listen(): Promise<string> {
    const server = new grpc.Server(CHANNEL_OPTIONS);
    for (const [definition, implementation] of this.services) server.addService(definition, implementation);
    this.server = server;
    return new Promise((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
        if (error) reject(error);
        else resolve(`127.0.0.1:${port}`);
      });
    });
  }
}
