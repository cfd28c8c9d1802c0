import {
  type GroupKey,
  type Health,
  type HealthCheckSpec,
  type Json,
  type Known,
  type Orphan,
  type Router,
  type Session,
  StillServing,
} from "@anew/core";
import type Dockerode from "dockerode";
import type { HaproxyRouter, RouterCheck } from "../router/haproxy-router";
import { RouterError } from "../router/router-error";
import { explainContainer, short, stateOf, statusOf } from "./containers";
import { directHealth } from "./direct-health";
import { dockerIdentity } from "./identity";
import { imageProblem } from "./image-problem";
import { findOrphans, removeOrphan } from "./orphans";

/** One operation's connection to a Docker host and, for a group, to its router. */
class DockerSession implements Session {
  constructor(
    private readonly docker: Dockerode,
    private readonly key: GroupKey,
    private readonly haproxy: HaproxyRouter | undefined,
    private readonly hasPreview: boolean,
  ) {}

  get router(): Router {
    return this.haproxy as Router;
  }

  async join(generation: string, identity: Json): Promise<void> {
    const { containers, port, check } = dockerIdentity(identity);
    if (this.haproxy === undefined || port === undefined) {
      return;
    }
    await this.haproxy.ensureGroup(routerCheck(check));
    await this.haproxy.attach(
      generation,
      // Docker's own DNS knows a container by the first twelve digits of its id: unlike a name it is never taken again.
      containers.map((id, index) => ({ name: `${generation}-${index}`, address: short(id), port })),
    );
  }

  async replaced(generation: string, identity: Json): Promise<boolean> {
    const attached = (await this.haproxy?.addressesOf(generation)) ?? [];
    const { containers } = dockerIdentity(identity);
    return attached.length > 0 && !containers.some((id) => attached.includes(short(id)));
  }

  async leave(generation: string): Promise<void> {
    if (this.haproxy === undefined) {
      return;
    }
    try {
      await this.haproxy.detach(generation);
    } catch (error) {
      throw error instanceof RouterError && error.reason === "conflict"
        ? new StillServing(error.message, { cause: error })
        : error;
    }
    if ((await this.haproxy.attached()).length === 0) {
      await this.haproxy.removeGroup();
    }
  }

  async preview(generation: string): Promise<void> {
    if (this.hasPreview) {
      await this.haproxy?.preview(generation);
    }
  }

  async committed(): Promise<void> {
    await this.haproxy?.preview(undefined);
    await this.haproxy?.pruneRoutes();
  }

  async stopTraffic(): Promise<void> {
    await this.haproxy?.shift({});
  }

  async health(generation: string, identity: Json): Promise<Health> {
    const known = dockerIdentity(identity);
    if (this.haproxy === undefined) {
      return directHealth(this.docker, known);
    }
    const health = await this.haproxy.health(generation);
    if (!health.healthy || known.check.kind !== "command") {
      return health;
    }
    return directHealth(this.docker, known);
  }

  async explain(identity: Json): Promise<string> {
    const { containers } = dockerIdentity(identity);
    const all = await Promise.all(containers.map((id) => explainContainer(this.docker, id)));
    return all.join("\n");
  }

  async running(identity: Json): Promise<boolean> {
    const { containers } = dockerIdentity(identity);
    const states = await Promise.all(containers.map((id) => stateOf(this.docker, id)));
    return states.every((state) => state?.State.Running === true);
  }

  async start(identity: Json): Promise<void> {
    for (const id of dockerIdentity(identity).containers) {
      try {
        await this.docker.getContainer(id).start();
      } catch (error) {
        if (statusOf(error) === 404) {
          throw new Error(
            `container ${short(id)} is gone, and a released generation is never made again from what is left. ` +
              "Run `pulumi refresh`, then release a new generation, or roll back to a retained one",
          );
        }
        // 304: it runs already.
        if (statusOf(error) !== 304) {
          throw error;
        }
      }
    }
  }

  async stop(identity: Json, gracePeriodMs: number): Promise<void> {
    await Promise.all(
      dockerIdentity(identity).containers.map(async (id) => {
        try {
          await this.docker.getContainer(id).stop({ t: Math.ceil(gracePeriodMs / 1000) });
        } catch (error) {
          if (statusOf(error) !== 304 && statusOf(error) !== 404) {
            throw error;
          }
        }
      }),
    );
  }

  imageProblem(image: string): Promise<string | undefined> {
    return imageProblem(this.docker, image);
  }

  async orphans(known: Known, declared: Readonly<Record<string, Json>>): Promise<Orphan[]> {
    const ids = new Set(known.ids);
    for (const identity of Object.values(declared)) {
      const { containers, parts } = dockerIdentity(identity);
      for (const id of [...containers, ...parts]) {
        ids.add(id);
      }
    }
    const generations = new Set([...known.generations, ...Object.keys(declared)]);
    const attached = (await this.haproxy?.attached()) ?? [];
    const served = new Map<string, string>();
    for (const generation of attached) {
      for (const address of (await this.haproxy?.addressesOf(generation)) ?? []) {
        served.set(address, generation);
      }
    }
    return [
      // Their places first: what the router does not know can be stopped.
      ...attached.filter((generation) => !generations.has(generation)).map(placeInRouter),
      ...(await findOrphans(this.docker, this.key, ids, served)),
    ];
  }

  async removeOrphan(orphan: Orphan): Promise<void> {
    const generation = orphan.id.startsWith(PLACE) ? orphan.id.slice(PLACE.length) : undefined;
    await (generation === undefined ? removeOrphan(this.docker, orphan) : this.haproxy?.detach(generation));
  }

  async close(): Promise<void> {
    await this.haproxy?.close();
  }
}

/** What an orphan's id begins with when it is a generation's place in the router. */
const PLACE = "router ";

/** A gate that was killed before the state knew it leaves its generation in the router, without traffic. */
function placeInRouter(generation: string): Orphan {
  return {
    id: `${PLACE}${generation}`,
    description: `the place of generation ${generation} in the router`,
    attachedAs: generation,
  };
}

/** What HAProxy asks. It speaks HTTP only: where the check is no HTTP request, any answer counts. */
function routerCheck(check: HealthCheckSpec): RouterCheck {
  return check.kind === "http" ? { path: check.path, port: check.port, status: check.status } : {};
}

export { DockerSession };
