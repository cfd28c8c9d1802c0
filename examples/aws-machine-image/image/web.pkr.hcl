# Given by MachineImage: the hash of everything in this folder, and of the variables.
variable "anew_content_hash" {
  type = string
}

variable "base_ami" {
  type        = string
  description = "The image to begin with: a Debian. By id, so that one hash always means one image."
}

variable "greeting" {
  type = string
}

# Packer gets the region from MachineImage's connection.
source "amazon-ebs" "web" {
  instance_type = "t3.micro"
  source_ami    = var.base_ami
  communicator  = "ssh"
  ssh_username  = "admin"
  ami_name      = "web-${substr(var.anew_content_hash, 0, 12)}-{{timestamp}}"

  # By the tag the image is found again; by the other one a machine that a killed build has left.
  tags     = { "anew:contentHash" = var.anew_content_hash }
  run_tags = { "anew:contentHash" = var.anew_content_hash }
}

build {
  sources = ["source.amazon-ebs.web"]

  # Ansible runs while the image is made, and never again on a machine that serves.
  provisioner "ansible" {
    playbook_file   = "${path.root}/playbook.yml"
    extra_arguments = ["--extra-vars", jsonencode({ greeting = var.greeting })]
  }
}
