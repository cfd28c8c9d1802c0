import { object, string } from "../schema/property-schema";

/** One entry of a `labels` list. */
export const LABEL = object({
  label: string({ required: true, forceNew: true }),
  value: string({ required: true, forceNew: true }),
});
