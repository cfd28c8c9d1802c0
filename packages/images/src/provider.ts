import type { dynamic } from "@pulumi/pulumi";
import { machineProvider } from "./machine/provider/machine-provider";
import { imageProvider } from "./provider/image-provider";

/** What the fixed loader in a resource's state finds, by key. */
const providers: Readonly<Record<string, dynamic.ResourceProvider>> = {
  image: imageProvider(),
  machineImage: machineProvider(),
};

export { providers };
