import { formatProblem, type Progress, progressTo, reasonOf } from "@anew/core";
import type { dynamic } from "@pulumi/pulumi";
import type { MachineConnection } from "../connection";
import { readMachineDefinition } from "../definition/definition";
import { ensureMachineImage, type Workers } from "../ensure-machine-image";
import { openStore } from "../store/open-store";
import { checkTemplate } from "../template/check-template";
import type { MachineInputs, MachineOutputs } from "./machine-inputs";

/** Stands for a value that is not known at preview, in what a dynamic provider gets. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Longest wait for the cloud when nothing depends on its answer, milliseconds. */
const LOOK_TIMEOUT_MS = 5_000;

type Open = (connection: MachineConnection, timeoutMs?: number) => ReturnType<typeof openStore>;

/**
 * A machine image: it is created (found or built) and never changed or deleted. Whatever is different makes another
 * one, and an image that has vanished is made again.
 */
function machineProvider(
  progress: (urn: string) => Progress = progressTo,
  open: Open = openStore,
  workers?: Workers,
): dynamic.ResourceProvider<MachineInputs, MachineOutputs> {
  return {
    async check(_olds, news) {
      if (news.current === false) return { inputs: news };
      const { region } = plain<MachineConnection>(news.connection);
      const problems = await checkTemplate(readMachineDefinition(news, `MachineImage ${news.name}`), {
        secretVariables: Object.keys(plain<Record<string, string>>(news.secretVariables)),
        ...(region === undefined || region === UNKNOWN ? {} : { region }),
      });
      const failures = problems.map((problem) => {
        return { property: problem.property, reason: formatProblem({ ...problem, property: "" }) };
      });
      return { inputs: news, failures };
    },

    async create(inputs) {
      const say = progress(inputs.resourceUrn);
      try {
        const request = { ...inputs, report: say.step, warn: say.warn };
        const ensured = await ensureMachineImage(request, workers);
        return { id: inputs.contentHash, outs: outputsOf(inputs, ensured) };
      } finally {
        await say.flush();
      }
    },

    async diff(_id, olds, news) {
      // Not the context's path, the credentials, secrets or the timeout: they make no other image.
      const replaces: string[] = olds.contentHash === news.contentHash ? [] : ["contentHash"];
      const used = news.current ?? true;
      if (used && replaces.length === 0) replaces.push(...(await look(olds, news)));
      return { changes: replaces.length > 0, replaces, deleteBeforeReplace: false };
    },

    async read(id, props) {
      const state = props as MachineOutputs;
      return (await look(state, state)).length > 0 ? { id: "" } : { id, props };
    },

    async update() {
      throw new Error("an image is never updated; a changed one is another image");
    },

    async delete() {
      // Images stay: a rollback needs them.
    },
  };

  /** What of an image is not as it was. Trouble on the way counts as unchanged: expired credentials are no change. */
  async function look(
    image: MachineOutputs,
    { resourceUrn, connection }: Pick<MachineInputs, "resourceUrn" | "connection">,
  ): Promise<string[]> {
    if (JSON.stringify(connection).includes(UNKNOWN)) return [];
    const say = progress(resourceUrn);
    try {
      const store = await open(connection, LOOK_TIMEOUT_MS);
      if (store.place !== image.place) return ["place"];
      const found = await store.image(image.imageId);
      if (found !== undefined && found.state !== "failed") return [];
      say.warn(`${image.imageId} is gone; the next update makes it again`);
      return ["imageId"];
    } catch (error) {
      say.warn(`${image.imageId} could not be looked up and counts as unchanged: ${reasonOf(error)}`);
      return [];
    } finally {
      await say.flush();
    }
  }
}

/** An object that is not known as a whole is none yet. */
function plain<T extends object>(value: T | string | undefined): Partial<T> {
  return typeof value === "object" ? value : {};
}

function outputsOf(
  { resourceUrn, contentHash, connection }: MachineInputs,
  { imageId, place, reused }: { readonly imageId: string; readonly place: string; readonly reused: boolean },
): MachineOutputs {
  return {
    resourceUrn,
    contentHash,
    connection,
    place,
    imageId,
    reused,
    createdAt: new Date().toISOString(),
  };
}

export { machineProvider };
