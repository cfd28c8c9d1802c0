import type { dynamic } from "@pulumi/pulumi";
import { commitRelease, noHistory } from "../history/history";
import type { Progress } from "../progress";
import { reasonOf } from "../reason-of";
import type { Clock } from "../swap/clock";
import { describeSplit } from "../swap/split";
import { openBounded } from "./bounded-platform";
import { drain } from "./drain";
import type { GateInputs } from "./inputs";
import { type Platform, type Session, StillServing } from "./platform";
import { sameInputs } from "./same-inputs";
import { realSurroundings, type Surroundings } from "./surroundings";
import { waitHealthy } from "./wait-healthy";

/** What is stored and used later, but proves nothing: a change of it is recorded and nothing else. */
const SETTINGS = ["route", "drainTimeoutMs", "connection"];

/**
 * The gate: its creation waits until the generation is healthy, its deletion drains it.
 * A new physical identity replaces it; an update records settings and never drains.
 */
function gateProvider(
  platform: Platform,
  surroundings: Surroundings = realSurroundings,
): dynamic.ResourceProvider {
  const { clock, progress } = surroundings;
  return {
    async create(inputs: GateInputs) {
      const say = progress(inputs.resourceUrn);
      const start = clock.now();
      const session = await openBounded(platform, inputs, clock);
      try {
        // One that an update which was cut off had begun to take away: to start it again modifies nothing.
        if (!(await session.running(inputs.identity))) {
          say.step(`starting ${inputs.generation}`);
          await session.start(inputs.identity);
        }
        await session.join(inputs.generation, inputs.identity);
        await waitHealthy(session, inputs.generation, inputs.identity, inputs.timing, clock, say.step);
        await session.preview(inputs.generation);
      } catch (error) {
        // What failed the gate must not stay in the router's memory; the generation itself is the engine's.
        await session.leave(inputs.generation).catch(() => undefined);
        throw error;
      } finally {
        await session.close();
        await say.flush();
      }
      const seconds = (clock.now() - start) / 1000;
      return {
        id: `gate-${inputs.generation}`,
        outs: { ...inputs, ...(await serviceHistory(inputs, seconds, surroundings)) },
      };
    },

    async diff(_id, olds: GateInputs, news: GateInputs) {
      const same = sameInputs({ ...olds }, { ...news }, ["generation", "identity"]);
      return same
        ? { changes: !sameInputs({ ...olds }, { ...news }, SETTINGS) }
        : { changes: true, replaces: ["identity"], deleteBeforeReplace: false };
    },

    async update(_id, olds, news) {
      return { outs: { ...olds, ...news } };
    },

    async delete(_id, props: GateInputs) {
      const say = progress(props.resourceUrn);
      try {
        await drainGeneration(platform, props, clock, say);
      } finally {
        await say.flush();
      }
    },
  };
}

async function serviceHistory(
  inputs: GateInputs,
  seconds: number,
  surroundings: Surroundings,
): Promise<object> {
  if (inputs.release === undefined) {
    return {};
  }
  const commit = await surroundings.commit();
  const at = new Date().toISOString();
  const entry = { ...inputs.release, releasedAt: at, ...(commit === undefined ? {} : { commit }) };
  return {
    history: commitRelease(
      { ...noHistory, log: inputs.log ?? [] },
      { entry, declared: [inputs.generation], outcome: "released", seconds, at },
    ),
  };
}

async function drainGeneration(
  platform: Platform,
  props: GateInputs,
  clock: Clock,
  say: Progress,
): Promise<void> {
  let session: Session;
  try {
    session = await openBounded(platform, props, clock);
  } catch (error) {
    say.warn(`${props.generation} counts as drained: ${reasonOf(error)}`);
    return;
  }
  try {
    const router = session.router;
    if (router) {
      if (await session.replaced(props.generation, props.identity)) {
        say.step(`${props.generation} was made anew: nothing reaches what is deleted`);
        return;
      }
      await refuseLive(session, props.generation);
      const drained = await drain(router, props.generation, props.drainTimeoutMs, clock, say.step);
      const took = `${drained.seconds.toFixed(1)} s`;
      if (drained.unproven !== undefined) {
        say.warn(`${props.generation} counts as drained after ${took}: ${drained.unproven}`);
      } else if (drained.cut > 0) {
        say.warn(`drain timeout after ${took}: ${drained.cut} requests of ${props.generation} are cut off`);
      } else {
        say.step(`drained ${props.generation} in ${took}: 0 requests in flight`);
      }
    }
    await session.leave(props.generation);
  } catch (error) {
    if (error instanceof StillServing) {
      throw error;
    }
    say.warn(`${props.generation} counts as drained: ${reasonOf(error)}`);
  } finally {
    await session.close();
  }
}

/** The last line of defence: whatever the state says, what has traffic is not taken away. */
async function refuseLive(session: Session, generation: string): Promise<void> {
  const live = await session.router?.read().catch(() => undefined);
  if (live && (live[generation] ?? 0) > 0) {
    throw new StillServing(
      `generation ${generation} receives traffic (${describeSplit(live)}) and is not removed; ` +
        "run the update again, so that the switch moves the traffic first",
    );
  }
}

export { gateProvider };
