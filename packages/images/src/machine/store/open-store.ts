import type { MachineConnection } from "../connection";
import { ec2Store } from "./ec2-store";
import { simulatedCloud, simulatedStore } from "./simulated-store";
import type { MachineImageStore } from "./store";

/** The store that a connection leads to. */
async function openStore(connection: MachineConnection, timeoutMs?: number): Promise<MachineImageStore> {
  const file = simulatedCloud(connection);
  return file === undefined ? ec2Store(connection, timeoutMs) : simulatedStore(file, connection);
}

export { openStore };
