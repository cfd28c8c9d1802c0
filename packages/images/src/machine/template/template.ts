/** What stands in a block of a template: as JSON says it, expressions as text in `${…}`. */
type Attributes = Readonly<Record<string, unknown>>;

/** A block of a template that has a type: what makes the machine, or what is done on it. */
interface TemplateBlock {
  /** `amazon-ebs`, `shell`, … */
  readonly type: string;
  /** As the user finds it: `source "amazon-ebs" "web"`. */
  readonly label: string;
  readonly attributes: Attributes;
}

interface TemplateSource extends TemplateBlock {
  /** What `packer build -only` may call it. */
  readonly names: readonly string[];
}

interface TemplateVariable {
  readonly name: string;
  /** Undefined: a value must be given. */
  readonly default: unknown;
}

/** What there is to know of a template without running it. */
interface Template {
  /** Of the new kind (HCL), or of the old one (JSON). */
  readonly kind: "hcl" | "json";
  /** Its folder, relative to the context: what `path.root` means. */
  readonly folder: string;
  readonly variables: readonly TemplateVariable[];
  /** Those that a build uses. */
  readonly sources: readonly TemplateSource[];
  readonly provisioners: readonly TemplateBlock[];
  /** Everything else that an expression may refer to. */
  readonly locals: unknown;
  /** Whether it names plugins that `packer init` installs. */
  readonly plugins: boolean;
}

/** A template that is not understood: the message says where. */
class TemplateError extends Error {}

export type { Attributes, Template, TemplateBlock, TemplateSource, TemplateVariable };
export { TemplateError };
