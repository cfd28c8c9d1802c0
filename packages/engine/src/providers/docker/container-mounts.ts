import type { PropertyMap, PropertyValue } from "../../values";
import type { Fields } from "./fields";
import { labelList } from "./label-list";

interface Mount {
  readonly Target?: string;
  readonly Source?: string;
  readonly Type?: string;
  readonly ReadOnly?: boolean;
  readonly BindOptions?: { readonly Propagation?: string };
  readonly VolumeOptions?: {
    readonly NoCopy?: boolean;
    readonly Labels?: Record<string, string>;
    readonly Subpath?: string;
    readonly DriverConfig?: { readonly Name?: string; readonly Options?: Record<string, string> };
  };
  readonly TmpfsOptions?: { readonly SizeBytes?: number; readonly Mode?: number };
}

/** The mounts to create a container with. */
export function containerMounts(inputs: Fields): Mount[] {
  return inputs.objects("mounts").map((mount) => ({
    Target: mount.text("target"),
    Source: mount.text("source"),
    Type: mount.text("type"),
    ReadOnly: mount.flag("readOnly"),
    ...options(mount),
  }));
}

function options(mount: Fields): Mount {
  const bind = mount.object("bindOptions");
  const volume = mount.object("volumeOptions");
  const tmpfs = mount.object("tmpfsOptions");
  switch (mount.text("type")) {
    case "bind":
      return bind ? { BindOptions: { Propagation: bind.text("propagation") } } : {};
    case "tmpfs":
      return tmpfs
        ? { TmpfsOptions: { SizeBytes: tmpfs.number("sizeBytes"), Mode: tmpfs.number("mode") } }
        : {};
    default:
      return volume ? { VolumeOptions: volumeOptions(volume) } : {};
  }
}

function volumeOptions(volume: Fields): NonNullable<Mount["VolumeOptions"]> {
  return {
    NoCopy: volume.flag("noCopy"),
    Labels: volume.labels(),
    Subpath: volume.text("subpath"),
    DriverConfig: { Name: volume.text("driverName"), Options: volume.map("driverOptions") },
  };
}

/** The mounts of an existing container, as the outputs show them. */
export function observedMounts(mounts: readonly Mount[] | null | undefined): PropertyValue {
  return (mounts ?? []).map((mount): PropertyMap => {
    const volume = mount.VolumeOptions;
    const tmpfs = mount.TmpfsOptions;
    return {
      target: mount.Target ?? "",
      source: mount.Source ?? "",
      type: mount.Type ?? "",
      readOnly: mount.ReadOnly ?? false,
      bindOptions: mount.BindOptions ? { propagation: mount.BindOptions.Propagation ?? "" } : null,
      tmpfsOptions: tmpfs ? { sizeBytes: tmpfs.SizeBytes ?? 0, mode: tmpfs.Mode ?? 0 } : null,
      volumeOptions: volume
        ? {
            noCopy: volume.NoCopy ?? false,
            labels: labelList(volume.Labels),
            driverName: volume.DriverConfig?.Name ?? "",
            driverOptions: volume.DriverConfig?.Options ?? {},
            subpath: volume.Subpath ?? "",
          }
        : null,
    };
  });
}
