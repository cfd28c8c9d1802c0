/** Memory that a number of CPU units may have, MiB: from, to, in steps of. */
interface MemoryRange {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

const GIB = 1024;

/**
 * What Fargate offers, by CPU units (1024 are a core).
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
 */
const FARGATE_SIZES: ReadonlyMap<number, readonly number[] | MemoryRange> = new Map<
  number,
  readonly number[] | MemoryRange
>([
  [256, [512, 1 * GIB, 2 * GIB]],
  [512, { from: 1 * GIB, to: 4 * GIB, step: GIB }],
  [1024, { from: 2 * GIB, to: 8 * GIB, step: GIB }],
  [2048, { from: 4 * GIB, to: 16 * GIB, step: GIB }],
  [4096, { from: 8 * GIB, to: 30 * GIB, step: GIB }],
  [8192, { from: 16 * GIB, to: 60 * GIB, step: 4 * GIB }],
  [16384, { from: 32 * GIB, to: 120 * GIB, step: 8 * GIB }],
]);

/** CPU cores of a task on Fargate that says nothing of its size. */
const DEFAULT_FARGATE_CPU = 0.25;
/** Memory of a task on Fargate that says nothing of its size, MiB. */
const DEFAULT_FARGATE_MEMORY_MIB = 512;

/** What of a size does not exist; undefined where it does. */
interface SizeProblem {
  readonly property: "resources.cpu" | "resources.memory";
  readonly expected: string;
}

/** @param memory MiB */
function fargateProblem(cpu: number, memory: number): SizeProblem | undefined {
  const sizes = FARGATE_SIZES.get(cpu * 1024);
  if (sizes === undefined) {
    return {
      property: "resources.cpu",
      expected: `cores as Fargate has them: ${[...FARGATE_SIZES.keys()].map(coresOf).join(", ")} (${pairsText()})`,
    };
  }
  return isIn(sizes, memory)
    ? undefined
    : {
        property: "resources.memory",
        expected: `with ${cpu} cores, ${rangeText(sizes)}; Fargate has ${pairsText()}`,
      };
}

function isIn(sizes: readonly number[] | MemoryRange, memory: number): boolean {
  return "step" in sizes
    ? memory >= sizes.from && memory <= sizes.to && (memory - sizes.from) % sizes.step === 0
    : sizes.includes(memory);
}

/** All pairs that exist, for an error. */
function pairsText(): string {
  return [...FARGATE_SIZES].map(([cpu, sizes]) => `${coresOf(cpu)}: ${rangeText(sizes)}`).join("; ");
}

function coresOf(units: number): number {
  return units / 1024;
}

function rangeText(sizes: readonly number[] | MemoryRange): string {
  return "step" in sizes
    ? `${gib(sizes.from)} to ${gib(sizes.to)}${sizes.step === GIB ? "" : ` in steps of ${gib(sizes.step)}`}`
    : sizes.map(gib).join(", ");
}

function gib(mib: number): string {
  return mib < GIB ? `${mib} MiB` : `${mib / GIB} GiB`;
}

export { DEFAULT_FARGATE_CPU, DEFAULT_FARGATE_MEMORY_MIB, FARGATE_SIZES, fargateProblem };
