/** The tag that an image bears, and while it is made its machine. */
const HASH_TAG = "anew:contentHash";

/** What is particular to a kind of source. */
interface Builder {
  /** Attributes that hold the image's tags. */
  readonly tagAttributes: readonly string[];
  /** What to write so that the image and its machine are tagged. */
  readonly tagLines: Readonly<Record<"hcl" | "json", readonly string[]>>;
  readonly nameAttribute: string;
  readonly regionAttribute: string;
  /** Attributes that let a build delete an older image. */
  readonly replacing: readonly string[];
  /** The attribute that searches for a base, and how to name one instead. */
  readonly movingBase: string;
  readonly pinnedBase: string;
}

/** The sources whose images can be looked up. Another cloud is another entry here, and another store. */
const BUILDERS: Readonly<Record<string, Builder>> = {
  "amazon-ebs": {
    tagAttributes: ["tags", "tag"],
    tagLines: {
      hcl: [
        `tags     = { "${HASH_TAG}" = var.anew_content_hash }`,
        `run_tags = { "${HASH_TAG}" = var.anew_content_hash }`,
      ],
      json: [
        `"tags": { "${HASH_TAG}": "{{user \`anew_content_hash\`}}" },`,
        `"run_tags": { "${HASH_TAG}": "{{user \`anew_content_hash\`}}" }`,
      ],
    },
    nameAttribute: "ami_name",
    regionAttribute: "region",
    replacing: ["force_deregister", "force_delete_snapshot"],
    movingBase: "source_ami_filter",
    pinnedBase:
      'write source_ami = "ami-…", and change it to take a newer one; this prints it: aws ec2 describe-images --owners … --filters … --query "sort_by(Images,&CreationDate)[-1].ImageId"',
  },
};

export type { Builder };
export { BUILDERS, HASH_TAG };
