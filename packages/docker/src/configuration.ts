import { posix } from "node:path";
import type { DeclaredResource, Spec } from "@anew/core";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { dockerLabels } from "./container-args";
import { CONTAINER_KEYS, VOLUME_KEYS } from "./input-keys";

/** The type tokens of the resources that carry a generation's files. */
const CONTAINER_TYPE = "docker:index/container:Container";
const VOLUME_TYPE = "docker:index/volume:Volume";

/** Readable for whoever runs the program, writable for nobody. */
const FILE_PERMISSIONS = "0444";

/** A generation's files, in volumes of its own. */
interface Configuration {
  readonly resources: readonly DeclaredResource[];
  readonly volumes: readonly { readonly directory: string; readonly volume: pulumi.Output<string> }[];
}

/**
 * Puts a generation's files into volumes, one for each directory, so that the containers can mount them read-only.
 *
 * A file can be copied into a container only where its file system is writable, and a generation's is not. So a second
 * container, which is never started, mounts the volumes writable and receives the files. Docker fills a new volume
 * with what the image has in that directory, so the image's own files stay visible beside them.
 */
function declareConfiguration(request: {
  readonly name: string;
  readonly spec: Spec;
  readonly real: Spec;
  readonly image: pulumi.Input<string>;
  readonly labels: pulumi.Input<Readonly<Record<string, string>>>;
  readonly options: (keys: readonly string[]) => pulumi.CustomResourceOptions;
}): Configuration {
  const { name, spec, real } = request;
  const files = { ...real.files, ...real.secretFiles };
  const paths = Object.keys(files).sort();
  if (paths.length === 0) {
    return { resources: [], volumes: [] };
  }
  const labels = dockerLabels(request.labels);
  const directories = [...new Set(paths.map((path) => posix.dirname(path)))].sort();
  const volumes = directories.map((directory, index) => {
    const volumeName = `${name}-files-${index}`;
    const volume = new docker.Volume(volumeName, { labels }, request.options(VOLUME_KEYS));
    return { directory, volume, shape: { type: VOLUME_TYPE, name: volumeName } };
  });
  const hidden = Object.keys(spec.secretFiles ?? {}).length > 0;
  const uploads = paths.map((file) => ({ file, content: files[file] ?? "", permissions: FILE_PERMISSIONS }));
  const carrierName = `${name}-files`;
  const carrier = new docker.Container(
    carrierName,
    {
      image: request.image,
      // Docker asks for a program even where none is ever started.
      entrypoints: ["/anew/never-started"],
      start: false,
      mustRun: false,
      restart: "no",
      networkMode: "none",
      labels,
      volumes: volumes.map(({ directory, volume }) => ({
        containerPath: directory,
        volumeName: volume.name,
      })),
      uploads: hidden ? pulumi.secret(uploads) : uploads,
    },
    request.options(CONTAINER_KEYS),
  );
  return {
    resources: [
      ...volumes.map(({ shape, volume }) => ({ shape, resource: volume })),
      { shape: { type: CONTAINER_TYPE, name: carrierName }, resource: carrier },
    ],
    volumes: volumes.map(({ directory, volume }) => ({ directory, volume: volume.name })),
  };
}

export type { Configuration };
export { CONTAINER_TYPE, declareConfiguration, VOLUME_TYPE };
