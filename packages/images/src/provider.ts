import type { dynamic } from "@pulumi/pulumi";
import { imageProvider } from "./provider/image-provider";

/** What the fixed loader in a resource's state finds, by key. */
const providers: Readonly<Record<string, dynamic.ResourceProvider>> = { image: imageProvider() };

export { providers };
