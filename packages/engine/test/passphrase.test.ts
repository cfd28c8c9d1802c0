import { expect } from "chai";
import { PassphraseEncryption, passphraseFromEnvironment } from "../src/state/passphrase";

describe("passphrase encryption", () => {
  it("opens what it closed, and nothing with another passphrase", async () => {
    const first = new PassphraseEncryption("one");
    await first.unlock();
    const { salt } = first.description()!.state as { salt: string };
    const ciphertext = first.encrypt("text");
    expect(ciphertext).to.match(/^v1:[^:]+:[^:]+$/);
    const again = new PassphraseEncryption("one", salt);
    await again.unlock();
    expect(again.decrypt(ciphertext)).to.equal("text");
    const error = await new PassphraseEncryption("two", salt).unlock().catch((reason: Error) => reason);
    expect((error as Error).message).to.contain("incorrect passphrase");
  });

  it("reads the passphrase from the environment or from the file that it names, else takes the empty one", () => {
    const read = (path: string) => `from ${path}\n`;
    expect(passphraseFromEnvironment({ PULUMI_CONFIG_PASSPHRASE: "a" }, read)).to.equal("a");
    expect(passphraseFromEnvironment({ PULUMI_CONFIG_PASSPHRASE_FILE: "f" }, read)).to.equal("from f");
    expect(passphraseFromEnvironment({}, read)).to.equal("");
  });
});
