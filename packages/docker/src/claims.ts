import { type GroupSettings, type InputProblems, perRun } from "@anew/core";

/** Addresses and ports that the components of one program have taken. */
interface Claims {
  /** Address → the component that has it. */
  readonly addresses: Map<string, string>;
  readonly ports: ClaimedPort[];
}

/** A port of a host that a router publishes. */
interface ClaimedPort {
  readonly daemon: string;
  readonly address: string;
  readonly port: number;
  /** The router's arguments: what was claimed for them may be claimed for them again. */
  readonly router: object;
  /** For people. */
  readonly owner: string;
}

const claims = perRun((): Claims => ({ addresses: new Map(), ports: [] }));

/**
 * Refuses an address that another group of the program has already.
 * @param router the router's own key: two routers may have the same address
 */
function claimAddresses(
  name: string,
  router: string | object,
  settings: GroupSettings,
  problems: InputProblems,
): void {
  const { addresses } = claims();
  const wanted = [
    ...settings.listen.map((one) => ({ ...one, property: "listen" })),
    ...(settings.preview ? [{ ...settings.preview, path: "/", property: "preview" }] : []),
  ];
  for (const { property, port, path, ...rest } of wanted) {
    const host = "host" in rest ? (rest.host ?? "*") : "*";
    const key = `${routerKey(router)} ${port} ${host} ${path.replace(/\/*$/, "/")}`;
    const owner = addresses.get(key);
    if (owner !== undefined) {
      problems.add({
        property,
        given: { port, ...(host === "*" ? {} : { host }), path },
        expected: `an address that no other group has; ${owner} has this one`,
        fix: "give one of them another port, host or path",
      });
    } else {
      addresses.set(key, name);
    }
  }
}

/**
 * Refuses a port that another router of the program publishes on the same host: Docker would refuse it in the middle
 * of the update. An address that is not known yet is passed over.
 * @param place where the ports stand in the arguments
 */
function claimPorts(
  wanted: Omit<ClaimedPort, "port" | "address"> & {
    readonly address: unknown;
    readonly ports: readonly number[];
  },
  problems: InputProblems,
  place: (index: number) => { readonly property: string; readonly fix: string },
): void {
  const { ports: claimed } = claims();
  const { ports, address, ...rest } = wanted;
  if (typeof address !== "string") {
    return;
  }
  ports.forEach((port, index) => {
    const other = claimed.find(
      (one) =>
        one.router !== rest.router &&
        one.daemon === rest.daemon &&
        one.port === port &&
        (one.address === address || isEvery(one.address) || isEvery(address)),
    );
    if (other !== undefined) {
      problems.add({
        given: port,
        expected: `a port of ${address} that no other router publishes; ${other.owner} has it`,
        ...place(index),
      });
    } else {
      claimed.push({ ...rest, address, port });
    }
  });
}

/** Whether an address stands for all of a host's. */
function isEvery(address: string): boolean {
  return address === "0.0.0.0" || address === "::";
}

const routers = perRun(() => new Map<object, number>());

function routerKey(router: string | object): string {
  if (typeof router === "string") {
    return router;
  }
  const known = routers();
  const number = known.get(router) ?? known.size + 1;
  known.set(router, number);
  return `router ${number}`;
}

export { claimAddresses, claimPorts };
