import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { perRun } from "../per-run";

/** The outputs of every resource that the stack's state holds, by URN. */
type StackOutputs = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** Reads that may fail before it gives up: the file backend can be caught in the middle of a write. */
const READ_ATTEMPTS = 8;
const READ_PAUSE_MS = 150;

/**
 * The outputs of the last update of the program's own stack; empty before the first.
 *
 * It uses the engine's built-in function `pulumi:pulumi:readStackResourceOutputs`, which is not documented; so it is
 * used here and nowhere else. Where an engine lacks it, the components take `history` as an argument.
 * @see https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/builtins.go
 */
const readStackOutputs: () => Promise<StackOutputs> = perRun(() => readOnce());

async function readOnce(): Promise<StackOutputs> {
  // A unit test with mocks has no state, and no organization that could name it unless the test gives one.
  if (pulumi.runtime.getMonitor() instanceof MockMonitor) return new Map();
  const stackName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName });
      const byUrn: Record<string, { readonly outputs?: Record<string, unknown> }> = result?.outputs ?? {};
      return new Map(Object.entries(byUrn).map(([urn, resource]) => [urn, resource.outputs ?? {}]));
    } catch (error) {
      if (attempt >= READ_ATTEMPTS) {
        throw new pulumi.RunError(
          `the history of the stack ${stackName} can't be read: ${error instanceof Error ? error.message : error}; ` +
            'run the update again, or give each component its "history" from a StackReference to this stack',
        );
      }
      await new Promise((resolve) => setTimeout(resolve, READ_PAUSE_MS * attempt));
    }
  }
}

export type { StackOutputs };
export { readStackOutputs };
