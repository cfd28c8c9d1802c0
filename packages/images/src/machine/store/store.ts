/** An image as the place that keeps it knows it. */
interface StoredImage {
  /** As what starts machines takes it: `ami-…`. */
  readonly id: string;
  /** `pending` is still being made; `failed` will never be usable. */
  readonly state: "available" | "pending" | "failed";
  /** ISO 8601. */
  readonly createdAt: string;
}

/**
 * Where machine images of one kind of source are kept. Each cloud has one; nothing outside of it knows of the cloud.
 */
interface MachineImageStore {
  /** Which part of the cloud is looked at: a region. Images of the same content in two places are two. */
  readonly place: string;
  /** The images that are tagged with a content hash, in any state. */
  tagged(contentHash: string): Promise<readonly StoredImage[]>;
  /** The image with this id; undefined when there is none. */
  image(id: string): Promise<StoredImage | undefined>;
  /** Machines that a build of this content runs on now, or has left behind when it was killed. */
  machines(contentHash: string): Promise<readonly string[]>;
  /** The command with which a user removes such machines. */
  removalCommand(machines: readonly string[]): string;
}

export type { MachineImageStore, StoredImage };
