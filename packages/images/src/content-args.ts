/** What decides an image's content. All of it is plain, because the hash is known at construction. */
interface ImageContentArgs {
  /** The folder that the build can copy from, as given to `docker build`. Relative to the program's folder. */
  readonly context: string;
  /**
   * The Dockerfile, as `docker build -f` takes it: relative to the program's folder (not to the context). It
   * may lie outside of the context.
   * @default `Dockerfile` in the context
   */
  readonly dockerfile?: string;
  /** Build arguments. They can be read from the image: pass nothing secret here, see `secrets`. @default none */
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Stage of the Dockerfile to build. @default the last one */
  readonly target?: string;
  /**
   * Platforms such as `linux/amd64`. Name them when machines with other processors build for the same
   * repository: whoever builds first decides for all.
   * @default the builder's own, which is not part of the hash
   */
  readonly platforms?: readonly string[];
}

export type { ImageContentArgs };
