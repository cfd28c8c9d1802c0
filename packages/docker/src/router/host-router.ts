import { InputProblems, LABELS } from "@anew/core";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { claimPorts } from "../claims";
import { connectionInput, daemonKey, requireConnection } from "../connection-input";
import type { Connection } from "./connection";
import { LAYOUT_VERSION, ROUTER_LABEL, RUN_PATH, VOLUME_PATH } from "./layout";
import { ROUTER_TYPE } from "./recorded-routers";
import { type CertificateArgs, RouterCertificates } from "./router-certificates";
import { findPortProblems, type RouterPort, routerPort } from "./router-port";
import { renderStartScript } from "./start-script";

/** The official image of HAProxy's long-term supported version. */
const DEFAULT_ROUTER_IMAGE = "haproxy:3.2";
const DEFAULT_ROUTER_PORTS: readonly number[] = [80];
/** All addresses of the host. */
const DEFAULT_ROUTER_ADDRESS = "0.0.0.0";

interface HostRouterArgs {
  /**
   * Ports that groups may listen on, and preview addresses too. A number is plain HTTP, but for 443, which is HTTPS.
   * Taken when the router is made; see `release`.
   * @default DEFAULT_ROUTER_PORTS ([80])
   */
  readonly ports?: readonly (number | RouterPort)[];
  /**
   * The host's address on which the ports are published.
   * @default DEFAULT_ROUTER_ADDRESS ("0.0.0.0", all)
   */
  readonly address?: pulumi.Input<string>;
  /**
   * An image with HAProxy 2.6 or later, a shell, and one of nc, bash and socat.
   * @default DEFAULT_ROUTER_IMAGE ("haproxy:3.2")
   */
  readonly image?: pulumi.Input<string>;
  /** Certificates of the HTTPS ports; which one is shown decides the name that the client asks for. Renewed in place. */
  readonly certificates?: pulumi.Input<readonly pulumi.Input<CertificateArgs>[]>;
  /**
   * Any text. A router is made once: other ports, another address or image, and a newer Anew change nothing that runs.
   * Another text here makes it anew with everything as it is then, and the host's addresses do not answer meanwhile.
   * @default ""
   */
  readonly release?: string;
  /** How certificates reach the daemon; needed beside an explicit provider. @default the provider's own */
  readonly connection?: pulumi.Input<Connection>;
}

/**
 * The HAProxy that the BlueGreenGroups of a Docker host share. Groups come and go, servers are attached and traffic
 * moves while it runs: it is never reloaded or restarted for that.
 *
 * @throws InputError with all problems at once, before anything is declared
 * @see docs/router.md
 */
class HostRouter extends pulumi.ComponentResource {
  /** Docker's id of the running container. */
  public readonly containerId: pulumi.Output<string>;
  /** The network in which the router finds the servers. */
  public readonly networkName: pulumi.Output<string>;
  /** The host's address on which the ports are published. */
  public readonly address: pulumi.Output<string>;
  /** The ports that groups may listen on, plain: a group's own ports are checked against them at construction. */
  public readonly ports: readonly number[];
  /** Those of the ports that end TLS, plain. */
  public readonly httpsPorts: readonly number[];
  /** The ports that the running container really has: it is frozen. */
  public readonly publishedPorts: pulumi.Output<readonly number[]>;

  constructor(name: string, args: HostRouterArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const ports = (args.ports ?? DEFAULT_ROUTER_PORTS).map(routerPort);
    check(name, args, ports, opts);
    super(ROUTER_TYPE, name, {}, opts);
    const labels = routerLabels();
    // Whatever a newer Anew would render, or the program says now: what runs stays as it was made.
    const frozen = { parent: this, ignoreChanges: ["*"] };
    const network = new docker.Network(name, { driver: "bridge", labels }, frozen);
    const volume = new docker.Volume(name, { labels }, frozen);
    const container = new docker.Container(name, containerArgs(args, ports, network, volume), {
      ...frozen,
      replacementTrigger: [args.release ?? ""],
      // Two cannot have the same ports.
      deleteBeforeReplace: true,
    });
    if (ports.some(({ protocol }) => protocol === "https")) {
      new RouterCertificates(
        name,
        {
          routerId: container.id,
          connection: connectionInput(args.connection),
          certificates: pulumi.secret(args.certificates ?? []),
        },
        { parent: this },
      );
    }
    this.containerId = container.id;
    this.networkName = network.name;
    // What the container really has, not what the program says now.
    this.address = container.ports.apply((all) => all?.[0]?.ip ?? DEFAULT_ROUTER_ADDRESS);
    this.publishedPorts = container.ports.apply((all) => (all ?? []).map((one) => Number(one.external)));
    this.ports = ports.map(({ port }) => port);
    this.httpsPorts = ports.filter(({ protocol }) => protocol === "https").map(({ port }) => port);
    this.registerOutputs({
      containerId: this.containerId,
      networkName: this.networkName,
      address: this.address,
      ports: this.ports,
      httpsPorts: this.httpsPorts,
      publishedPorts: this.publishedPorts,
    });
  }
}

function check(
  name: string,
  args: HostRouterArgs,
  ports: readonly RouterPort[],
  opts: pulumi.ComponentResourceOptions | undefined,
): void {
  const problems = new InputProblems();
  findPortProblems(ports, problems);
  claimPorts(
    {
      daemon: daemonKey(args.connection, opts),
      address: args.address ?? DEFAULT_ROUTER_ADDRESS,
      ports: ports.map(({ port }) => port),
      router: args,
      owner: `HostRouter ${name}`,
    },
    problems,
    (index) => ({
      property: `ports[${index}]`,
      fix: "share that router, or publish on another address or port",
    }),
  );
  if (args.certificates !== undefined && !ports.some(({ protocol }) => protocol === "https")) {
    problems.add({
      property: "certificates",
      given: pulumi.secret(args.certificates),
      expected: "an HTTPS port that uses them",
      fix: "ports: [80, 443]",
    });
  }
  if (ports.some(({ protocol }) => protocol === "https")) requireConnection(args.connection, opts, problems);
  problems.throwIfAny(`HostRouter ${name}`);
}

function routerLabels(): { label: string; value: string }[] {
  return [
    { label: ROUTER_LABEL, value: LAYOUT_VERSION },
    { label: LABELS.project, value: pulumi.getProject() },
    { label: LABELS.stack, value: pulumi.getStack() },
  ];
}

function containerArgs(
  args: HostRouterArgs,
  ports: readonly RouterPort[],
  network: docker.Network,
  volume: docker.Volume,
): docker.ContainerArgs {
  const address = args.address ?? DEFAULT_ROUTER_ADDRESS;
  return {
    image: args.image ?? DEFAULT_ROUTER_IMAGE,
    entrypoints: ["/bin/sh", "-c"],
    command: [renderStartScript(ports)],
    // Root without capabilities owns the volume's files, and may bind low ports.
    user: "0:0",
    capabilities: { drops: ["ALL"], adds: ["CAP_NET_BIND_SERVICE"] },
    securityOpts: ["no-new-privileges:true"],
    readOnly: true,
    tmpfs: { [RUN_PATH]: "rw,noexec,nosuid,nodev,size=64m" },
    volumes: [{ containerPath: VOLUME_PATH, volumeName: volume.name }],
    networksAdvanced: [{ name: network.name }],
    ports: ports.map(({ port }) => ({ internal: port, external: port, ip: address, protocol: "tcp" })),
    // Docker's resolver then answers for a container that is gone by itself, instead of asking the host's.
    dnsOpts: ["ndots:1"],
    dnsSearches: ["."],
    // Reaps what commands leave behind.
    init: true,
    restart: "unless-stopped",
    // A router that someone stopped is a router still: a refresh neither forgets it nor shows a change.
    start: true,
    mustRun: false,
    // HAProxy ends what is in flight before it stops.
    stopSignal: "SIGUSR1",
    stopTimeout: 10,
    destroyGraceSeconds: 10,
    labels: routerLabels(),
  };
}

export type { HostRouterArgs };
export { DEFAULT_ROUTER_ADDRESS, DEFAULT_ROUTER_IMAGE, DEFAULT_ROUTER_PORTS, HostRouter };
