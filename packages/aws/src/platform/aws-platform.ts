import {
  ambientClock,
  type Clock,
  type Json,
  type Platform,
  type Session,
  type SessionInputs,
  SimulatedSession,
  simulationFile,
} from "@anew/core";
import { AwsClients } from "../connection/clients";
import type { Connection } from "../connection/connection";
import { awsRoute } from "../load-balancer/route";
import { AwsSession } from "./aws-session";
import type { FleetOf } from "./fleet";

/** What a family of generations brings to the platform. */
interface Family {
  readonly fleet: FleetOf;
  /** What of an identity can be stopped and started, in an account that exists in a file only. */
  readonly parts: (identity: Json) => readonly string[];
}

/** An AWS account, as gate and switch of one family see it. */
function awsPlatform(family: Family, clock: Clock = ambientClock): Platform {
  return {
    async open(inputs: SessionInputs): Promise<Session> {
      const connection = (inputs.connection ?? {}) as Connection;
      const simulation = simulationFile(connection.endpoint ?? process.env.AWS_ENDPOINT_URL);
      if (simulation !== undefined) {
        return new SimulatedSession(simulation, inputs, {
          parts: family.parts,
          explanation: "the simulated targets answer 500 to their health check",
        });
      }
      const aws = new AwsClients(connection);
      const route = awsRoute(inputs.route);
      return new AwsSession(aws, clock, inputs.group, route, family.fleet(aws, clock), subjectOf(inputs));
    },
  };
}

/** What an operation is about: a gate's generation, or the one that a switch gives the traffic to. */
function subjectOf(inputs: SessionInputs): { generation: string | undefined; isGate: boolean } {
  const { generation, target } = inputs as { readonly generation?: unknown; readonly target?: unknown };
  const subject = target ?? generation;
  return {
    generation: typeof subject === "string" ? subject : undefined,
    isGate: target === undefined && generation !== undefined,
  };
}

export type { Family };
export { awsPlatform };
