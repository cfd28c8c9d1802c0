import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { TestStack } from "@anew/engine";
import { expect } from "chai";
import { anewFolder, root } from "../../../../test/setup";
import { requireAnsible } from "../../../../test/setup/ansible/require-ansible";
import { type Moto, requireMoto } from "../../../../test/setup/moto";
import { requirePacker } from "../../../../test/setup/packer/require-packer";
import { useAwsEnvironment } from "../support/aws-environment";

const EXAMPLE = join(root, "examples/aws-machine-image");

describe("The example of a machine image, by Packer and Ansible", function () {
  this.timeout(180_000);
  let moto: Moto;
  let restore: () => void;
  let folder: string;
  let machine: string;
  let ansible: string;

  before(async function () {
    await requirePacker(this);
    ansible = await requireAnsible(this);
    moto = await requireMoto(this);
    restore = useAwsEnvironment({ PATH: `${ansible}${delimiter}${process.env.PATH}` });
    folder = mkdtempSync(join(anewFolder("machine-images"), "example-"));
    machine = join(folder, "machine");
    cpSync(join(EXAMPLE, "image"), join(folder, "image"), { recursive: true });
    adapt(join(folder, "image/web.pkr.hcl"));
  });
  after(async () => {
    restore?.();
    await moto?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  /** There is no machine to log in to: the same playbook fills a folder instead, without what only a machine can do. */
  function adapt(template: string): void {
    const playbook = `ansible-playbook -i all, -c local --skip-tags machine -e root=${machine} -e greeting=$GREETING -e ansible_python_interpreter=${ansible}/python playbook.yml`;
    const replaced = [
      [
        'communicator  = "ssh"',
        `communicator = "none"\n  custom_endpoint_ec2 = "${moto.url}"\n  skip_region_validation = true`,
      ],
      ['provisioner "ansible"', 'provisioner "shell-local"'],
      [
        / {4}playbook_file[\s\S]*?\n {2}\}/,
        `    environment_vars = ["GREETING=\${var.greeting}"]\n    inline = ["${playbook}"]\n  }`,
      ],
    ] as const;
    let text = readFileSync(template, "utf8");
    for (const [from, to] of replaced) {
      const next = text.replace(from, to);
      expect(next, String(from)).to.not.equal(text);
      text = next;
    }
    writeFileSync(template, text);
  }

  it("builds once, finds its image then, and builds again for a changed role", async () => {
    const page = () => readFileSync(join(machine, "var/www/site/index.html"), "utf8");
    const stack = new TestStack({ program: EXAMPLE });
    const config = {
      "aws:region": "eu-west-1",
      "aws-machine-image:image": join(folder, "image"),
      "aws-machine-image:baseAmi": "ami-12c6146b",
      "aws-machine-image:greeting": "Servus",
      "aws-machine-image:endpoint": moto.url,
    };
    const first = await stack.up({ config });
    expect(first.error ?? "").to.equal("");
    expect(first.outputs.reused).to.equal(false);
    expect(page()).to.contain("<h1>Servus</h1>");
    expect(readFileSync(join(machine, "etc/nginx/conf.d/site.conf"), "utf8")).to.contain("listen 8080");

    rmSync(machine, { recursive: true });
    const again = await new TestStack({ program: EXAMPLE }).up({ config });
    expect(again.outputs).to.deep.equal({ ...first.outputs, reused: true });
    expect(() => page()).to.throw("ENOENT");

    writeFileSync(join(folder, "image/roles/web/templates/index.html.j2"), "<h1>{{ greeting }}!</h1>\n");
    const changed = await stack.up({ config });
    expect(changed.error).to.equal(undefined);
    expect(changed.outputs.reused).to.equal(false);
    expect(changed.outputs.imageId).to.not.equal(first.outputs.imageId);
    expect(page()).to.equal("<h1>Servus!</h1>\n");
  });
});
