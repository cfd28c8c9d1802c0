import { crashes, interrupts, lostProviders } from "./crashes";
import type { ProcessScenario } from "./process-scenario";
import { programs } from "./programs";

/** Every scenario with processes. */
export const PROCESS_SCENARIOS: readonly ProcessScenario[] = [
  ...programs,
  ...crashes,
  ...interrupts,
  ...lostProviders,
];
