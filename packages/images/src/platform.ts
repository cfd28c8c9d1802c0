/** Processors by operating system, as Go and the registries spell them. */
const ARCHITECTURES: Readonly<Record<string, readonly string[]>> = {
  linux: ["386", "amd64", "arm", "arm64", "loong64", "mips64", "mips64le", "ppc64le", "riscv64", "s390x"],
  windows: ["amd64", "arm64"],
};
const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  amd64: ["v1", "v2", "v3", "v4"],
  arm: ["v5", "v6", "v7", "v8"],
  arm64: ["v8", "v9"],
};
const ALIASES: Readonly<Record<string, string>> = {
  x86_64: "amd64",
  "x86-64": "amd64",
  aarch64: "arm64",
  i386: "386",
};

/** What a platform must look like, for error messages. */
const PLATFORM_EXPECTED = `os/processor[/variant], such as "linux/amd64", "linux/arm64" or "linux/arm/v7"`;

/**
 * The one spelling of a platform: `linux/x86_64` is `linux/amd64`, `linux/arm64/v8` is `linux/arm64`.
 *
 * @returns undefined for what no builder can build
 * @see https://github.com/containerd/platforms
 */
function normalizePlatform(text: string): string | undefined {
  const [os = "", given = "", variant, ...rest] = text.toLowerCase().split("/");
  const architecture = ALIASES[given] ?? given;
  if (rest.length > 0 || !ARCHITECTURES[os]?.includes(architecture)) return undefined;
  if (variant === undefined) return architecture === "arm" ? `${os}/arm/v7` : `${os}/${architecture}`;
  if (!VARIANTS[architecture]?.includes(variant)) return undefined;
  const implied =
    (architecture === "arm64" && variant === "v8") || (architecture === "amd64" && variant === "v1");
  return implied ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}

export { normalizePlatform, PLATFORM_EXPECTED };
