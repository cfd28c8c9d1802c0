import {
  type Platform,
  RouterDown,
  type SessionInputs,
  type Simulated,
  SimulatedSession,
  simulationFile,
} from "@anew/core";
import { type Connection, DEFAULT_HOST, dockerClient } from "../router/docker-client";
import { HaproxyRouter, type RouterTarget } from "../router/haproxy-router";
import { RouterError } from "../router/router-error";
import { DockerSession } from "./docker-session";
import { dockerIdentity } from "./identity";

/** How long a daemon may take to answer at all, milliseconds. */
const PING_TIMEOUT_MS = 10_000;

/** How traffic reaches a group on a Docker host. */
interface DockerRoute {
  readonly routerId: string;
  readonly listen: RouterTarget["listen"];
  readonly preview?: RouterTarget["preview"];
}

/** A host and a router that exist in a file only. */
const SIMULATED_HOST: Simulated = {
  parts: (identity) => dockerIdentity(identity).containers,
  explanation: "the simulated containers answer 500 to their health check",
};

/** The Docker host, as gate and switch see it. */
const dockerPlatform: Platform = {
  async open(inputs: SessionInputs) {
    const connection = (inputs.connection ?? {}) as Connection;
    const route = inputs.route as unknown as DockerRoute | null;
    const simulation = simulationFile(connection.host ?? process.env.DOCKER_HOST);
    if (simulation !== undefined) {
      return new SimulatedSession(simulation, inputs, SIMULATED_HOST);
    }
    const docker = await dockerClient(connection);
    await requireDaemon(docker, connection.host ?? process.env.DOCKER_HOST ?? DEFAULT_HOST);
    const router =
      route === null
        ? undefined
        : await connectRouter(connection, {
            containerId: route.routerId,
            group: groupName(inputs),
            listen: route.listen,
            ...(route.preview === undefined ? {} : { preview: route.preview }),
          });
    return new DockerSession(docker, inputs.group, router, route?.preview !== undefined);
  },
};

async function connectRouter(connection: Connection, target: RouterTarget): Promise<HaproxyRouter> {
  try {
    return await HaproxyRouter.connect(connection, target);
  } catch (error) {
    const down = error instanceof RouterError && (error.reason === "stopped" || error.reason === "gone");
    throw down ? new RouterDown(error.message, { cause: error }) : error;
  }
}

/** The group's name in a router that stacks may share. */
function groupName({ group }: SessionInputs): string {
  return `${group.project}/${group.stack}/${group.group}`;
}

async function requireDaemon(docker: { ping(): Promise<unknown> }, host: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${PING_TIMEOUT_MS / 1000} s`)),
      PING_TIMEOUT_MS,
    );
  });
  try {
    await Promise.race([docker.ping(), late]);
  } catch (error) {
    throw new Error(
      `the Docker daemon at ${host} can't be reached: ${error instanceof Error ? error.message : error}. ` +
        "Start it, or set the component's connection (or DOCKER_HOST) to one that runs. Nothing was changed",
    );
  } finally {
    clearTimeout(timer);
  }
}

export type { DockerRoute };
export { dockerPlatform };
