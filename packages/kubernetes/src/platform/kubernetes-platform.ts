import {
  type Clock,
  type Platform,
  reasonOf,
  type Session,
  type SessionInputs,
  type Simulated,
  SimulatedSession,
  simulationFile,
  systemClock,
} from "@anew/core";
import type { Connection } from "../connection";
import { kubernetesIdentity } from "../identity";
import { kubernetesRoute } from "../route";
import { KubernetesApi } from "./api";
import { ApiError } from "./api-error";
import { type Access, readAccess } from "./connection";
import { KubernetesSession } from "./kubernetes-session";

/** How long an API server may take to answer at all, milliseconds. */
const REACH_TIMEOUT_MS = 10_000;

/** A cluster that exists in a file only. */
const SIMULATED_CLUSTER: Simulated = {
  parts: (identity) => [kubernetesIdentity(identity).uid],
  explanation: "the simulated pods answer 500 to their health check",
};

/** A Kubernetes cluster, as gate and switch see it. */
function kubernetesPlatformWith(clock: Clock): Platform {
  return {
    async open(inputs: SessionInputs): Promise<Session> {
      const connection = (inputs.connection ?? {}) as Connection;
      const simulation = simulationFile(connection.kubeconfig ?? process.env.KUBECONFIG);
      if (simulation !== undefined) {
        return new SimulatedSession(simulation, inputs, SIMULATED_CLUSTER);
      }
      const access = await readAccess(connection);
      await requireServer(access, clock);
      const api = new KubernetesApi(access, clock);
      return new KubernetesSession(
        api,
        clock,
        inputs.group,
        kubernetesRoute(inputs.route),
        subjectOf(inputs),
      );
    },
  };
}

const kubernetesPlatform = kubernetesPlatformWith(systemClock);

/** What an operation is about: a gate's generation, or the one that a switch gives the traffic to. */
function subjectOf(inputs: SessionInputs): string | undefined {
  const { generation, target } = inputs as { readonly generation?: unknown; readonly target?: unknown };
  const subject = target ?? generation;
  return typeof subject === "string" ? subject : undefined;
}

async function requireServer(access: Access, clock: Clock): Promise<void> {
  const api = new KubernetesApi(access, clock, REACH_TIMEOUT_MS);
  try {
    await api.get("/version");
  } catch (error) {
    access.close();
    const place = `the API server at ${access.server} (context ${JSON.stringify(access.context)})`;
    const reached = error instanceof ApiError && error.status < 500;
    throw new Error(
      reached
        ? `${place} lets nobody in: ${error.message}. Nothing was changed`
        : `${place} can't be reached: ${reasonOf(error)}. Start it, or set the component's connection ` +
            "(or KUBECONFIG) to one that runs. Nothing was changed",
    );
  }
}

export { kubernetesPlatform, kubernetesPlatformWith };
