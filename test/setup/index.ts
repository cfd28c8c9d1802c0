export { end, main, onEnd, SetupError } from "./cleanup";
export { type CommandOptions, type CommandResult, mustRun, run, which } from "./command";
export { chooseDocker, type DockerEngine } from "./docker/choose";
export { dockerClient } from "./docker/client";
export { type PrivateDaemon, startPrivateDaemon } from "./docker/private-daemon";
export { waitFor } from "./docker/wait";
export { chooseEngine, installedPulumi } from "./engine/choose";
export { EmbeddedEngine } from "./engine/embedded";
export type {
  ConfigValue,
  Engine,
  EngineOptions,
  EngineResult,
  Operation,
  Running,
  Step,
  Target,
} from "./engine/engine";
export { freePort } from "./free-port";
export { haproxyImage, nodeImage } from "./images/base-images";
export { anewFolder, root } from "./places";
export { type ProgramFolder, ProgramStack, type RunOptions, sharedEngine } from "./program-stack";
export { type Registry, startRegistry } from "./registry";
export { requireDocker, requirePrivateDaemon, type TestDocker } from "./require-docker";
export { say } from "./say";
export { skip, skipReason } from "./skip";
