import type { FileSpec } from "./files";

interface TemplateOptions {
  /** Address of the EC2 API. */
  readonly endpoint: string;
  /** Shell commands of a provisioner that runs on this machine. */
  readonly commands?: readonly string[];
  /** In place of the lines that tag the image. */
  readonly tags?: string;
  readonly amiName?: string;
  /** More lines. */
  readonly lines?: string;
}

export const TAGS = `tags     = { "anew:contentHash" = var.anew_content_hash }
  run_tags = { "anew:contentHash" = var.anew_content_hash }`;

/** A template that builds on moto: it has nothing to log in to, so there is no communicator. */
export function machineTemplate({
  endpoint,
  commands = ["true"],
  tags = TAGS,
  amiName,
  lines = "",
}: TemplateOptions): string {
  return `variable "anew_content_hash" {
  type = string
}

source "amazon-ebs" "web" {
  custom_endpoint_ec2     = "${endpoint}"
  skip_region_validation  = true
  skip_metadata_api_check = true
  region                  = "eu-west-1"
  instance_type           = "t3.micro"
  source_ami              = "ami-12c6146b"
  communicator            = "none"
  ami_name                = "${amiName ?? "web-{{timestamp}}-{{uuid}}"}"
  ${tags}
}

build {
  sources = ["source.amazon-ebs.web"]
  provisioner "shell-local" {
    inline = ${JSON.stringify(commands)}
  }
}
${lines}`;
}

export function machineContext(options: TemplateOptions): Record<string, FileSpec> {
  return { "web.pkr.hcl": machineTemplate(options), "files/motd": "hello\n" };
}
