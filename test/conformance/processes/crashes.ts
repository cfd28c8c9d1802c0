import type { ProcessCommand, ProcessScenario } from "./process-scenario";

const chain = (options = "{}") => `
  const value = new pulumi.Config().get("value");
  if (value === "gone") return;
  const a = new Logged("a", { value }, ${options});
  new Logged("b", { value: a.out });`;

const first: ProcessCommand = { run: "up", config: { value: "1" } };
const second: ProcessCommand = { run: "up", config: { value: "2" } };
const gone: ProcessCommand = { run: "up", config: { value: "gone" } };
const cancel: ProcessCommand = { run: "cancel" };
const preview: ProcessCommand = { run: "preview" };
const destroy: ProcessCommand = { run: "destroy" };

/**
 * A crash of the engine in each phase, and what the next commands make of what is left. The embedded engine would take
 * over the lock of a process that no longer lives; the real one refuses until `cancel`, so that comes first.
 */
export const crashes: readonly ProcessScenario[] = [
  {
    name: "killed-while-creating",
    program: chain(),
    commands: [{ ...first, hold: "create-a", blows: ["kill"] }, cancel, preview, first, destroy],
  },
  {
    name: "killed-while-creating-then-refreshed",
    program: chain(),
    commands: [
      { ...first, hold: "create-b", blows: ["kill"] },
      cancel,
      { run: "refresh" },
      { run: "refresh", clearPendingCreates: true },
      first,
    ],
  },
  {
    name: "killed-while-creating-then-destroyed",
    program: chain(),
    commands: [{ ...first, hold: "create-b", blows: ["kill"] }, cancel, destroy],
  },
  {
    name: "killed-while-updating",
    program: chain(),
    commands: [first, { ...second, hold: "update-a", blows: ["kill"] }, cancel, second],
  },
  {
    name: "killed-while-deleting",
    program: chain(),
    commands: [first, { ...gone, hold: "delete-b", blows: ["kill"] }, cancel, gone],
  },
  {
    name: "killed-while-destroying",
    program: chain(),
    commands: [first, { run: "destroy", hold: "delete-a", blows: ["kill"] }, cancel, destroy],
  },
  {
    name: "killed-while-creating-the-replacement",
    program: chain('{ replaceOnChanges: ["value"] }'),
    commands: [first, { ...second, hold: "create-a", blows: ["kill"] }, cancel, second],
  },
  {
    name: "killed-while-updating-the-dependent-of-a-replacement",
    program: chain('{ replaceOnChanges: ["value"] }'),
    commands: [first, { ...second, hold: "update-b", blows: ["kill"] }, cancel, second],
  },
  {
    name: "killed-while-deleting-the-replaced-one",
    program: chain('{ replaceOnChanges: ["value"] }'),
    commands: [first, { ...second, hold: "delete-a", blows: ["kill"] }, cancel, second],
  },
  {
    name: "killed-while-deleting-first",
    program: chain('{ replaceOnChanges: ["value"], deleteBeforeReplace: true }'),
    commands: [first, { ...second, hold: "delete-a", blows: ["kill"] }, cancel, second],
  },
  {
    name: "killed-while-creating-what-was-deleted-first",
    program: chain('{ replaceOnChanges: ["value"], deleteBeforeReplace: true }'),
    commands: [first, { ...second, hold: "create-a", blows: ["kill"] }, cancel, second],
  },
  {
    name: "killed-while-refreshing",
    program: chain(),
    commands: [first, { run: "refresh", hold: "read", blows: ["kill"] }, cancel, { run: "refresh" }, second],
  },
  {
    name: "killed-while-reading",
    unordered: true,
    program: `
  new Logged("known", {}, { id: "known-id" });${chain()}`,
    commands: [{ ...first, hold: "read", blows: ["kill"] }, cancel, first, destroy],
  },
  {
    name: "killed-before-anything",
    program: `
  await held("program");${chain()}`,
    commands: [{ ...first, hold: "program", blows: ["kill"] }, cancel, first],
  },
  {
    name: "killed-during-a-preview",
    program: `
  await held("program");${chain()}`,
    commands: [first, { run: "preview", config: { value: "2" }, hold: "program", blows: ["kill"] }, second],
  },
];

/** Interrupts in each phase. */
export const interrupts: readonly ProcessScenario[] = [
  {
    name: "interrupted-while-creating",
    program: chain(),
    commands: [{ ...first, hold: "create-a", blows: ["interrupt"] }, first],
  },
  {
    name: "interrupted-while-updating",
    program: chain(),
    commands: [first, { ...second, hold: "update-a", blows: ["interrupt"] }, second],
  },
  {
    name: "interrupted-while-replacing",
    program: chain('{ replaceOnChanges: ["value"] }'),
    commands: [first, { ...second, hold: "create-a", blows: ["interrupt"] }, second],
  },
  {
    name: "interrupted-while-deleting",
    program: chain(),
    commands: [first, { ...gone, hold: "delete-b", blows: ["interrupt"] }, gone],
  },
  {
    name: "interrupted-while-destroying",
    program: chain(),
    commands: [first, { run: "destroy", hold: "delete-b", blows: ["interrupt"] }, destroy],
  },
  {
    name: "interrupted-during-a-preview",
    program: `
  await held("program");${chain()}`,
    commands: [
      {
        run: "preview",
        config: { value: "1" },
        hold: "program",
        blows: ["interrupt", "wait for the end"],
      },
    ],
  },
  {
    name: "interrupted-twice-while-creating",
    program: chain(),
    commands: [{ ...first, hold: "create-a", blows: ["interrupt", "interrupt again"] }, cancel, first],
  },
  {
    name: "interrupted-twice-while-updating",
    program: chain(),
    commands: [
      first,
      { ...second, hold: "update-a", blows: ["interrupt", "interrupt again"] },
      cancel,
      second,
    ],
  },
  {
    name: "interrupted-twice-while-deleting",
    program: chain(),
    commands: [first, { ...gone, hold: "delete-b", blows: ["interrupt", "interrupt again"] }, cancel, gone],
  },
];

/** A provider's process that dies in the middle. */
export const lostProviders: readonly ProcessScenario[] = [
  {
    name: "provider-killed-while-creating",
    program: chain(),
    commands: [{ ...first, hold: "create-a", blows: ["kill the holder"] }, first],
  },
  {
    name: "provider-killed-while-updating",
    program: chain(),
    commands: [first, { ...second, hold: "update-a", blows: ["kill the holder"] }, second],
  },
  {
    name: "provider-killed-while-deleting",
    program: chain(),
    commands: [first, { ...gone, hold: "delete-b", blows: ["kill the holder"] }, gone],
  },
];
