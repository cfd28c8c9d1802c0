import { formatMemory, parseMemory, type Spec } from "@anew/core";
import type { Capacity } from "./ecs-args";
import { DEFAULT_FARGATE_CPU, DEFAULT_FARGATE_MEMORY_MIB } from "./fargate-sizes";

const MIB = 1024 ** 2;
/** Memory that is reserved for a task on an instance that asks for none, MiB: AWS wants a figure. */
const DEFAULT_RESERVATION_MIB = 64;

/** Whether a kind of capacity is Fargate's. */
function isFargate(capacity: Capacity | undefined): boolean {
  return capacity?.kind !== "ec2";
}

/** Cores and MiB of a task on Fargate. */
function fargateSize(resources: Spec["resources"]): { readonly cpu: number; readonly memory: number } {
  return {
    cpu: resources?.cpu ?? DEFAULT_FARGATE_CPU,
    memory: resources?.memory === undefined ? DEFAULT_FARGATE_MEMORY_MIB : mebibytes(resources.memory),
  };
}

/** The size of the whole task, as Fargate wants it; of a task on an instance, its container says it. */
function taskSize(spec: Spec, capacity: Capacity | undefined): { cpu?: string; memory?: string } {
  if (!isFargate(capacity)) {
    return {};
  }
  const { cpu, memory } = fargateSize(spec.resources);
  return { cpu: String(Math.round(cpu * 1024)), memory: String(memory) };
}

/** What a container on an instance reserves, and may use at most. */
function containerSize(
  spec: Spec,
  capacity: Capacity | undefined,
): { cpu?: number; memory?: number; memoryReservation?: number } {
  if (isFargate(capacity)) {
    return {};
  }
  const { cpu, memory } = spec.resources ?? {};
  return {
    ...(cpu !== undefined && { cpu: Math.round(cpu * 1024) }),
    ...(memory === undefined
      ? { memoryReservation: DEFAULT_RESERVATION_MIB }
      : { memory: mebibytes(memory) }),
  };
}

function mebibytes(memory: string): number {
  return Math.ceil(parseMemory(memory) / MIB);
}

/** An amount as an error shows it. */
function memoryText(mib: number): string {
  return formatMemory(mib * MIB);
}

export { containerSize, fargateSize, isFargate, memoryText, taskSize };
