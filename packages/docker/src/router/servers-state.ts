/** A slot as it runs, from `show servers state`. */
interface SlotState {
  readonly slot: string;
  /** IP address; undefined while its name does not resolve. */
  readonly address?: string;
  /** Name it is resolved by; undefined when it never had one. */
  readonly name?: string;
  readonly port: number;
  readonly checkPort: number;
  readonly weight: number;
  /** Put into maintenance by a command or by the configuration. */
  readonly maintenance: boolean;
}

/** SRV_ADMF_FMAINT: maintenance that was asked for, not inherited and not for want of an address. */
const FORCED_MAINTENANCE = 0x01;

/** @see HAProxy's management guide, "show servers state" */
function parseServersState(text: string): SlotState[] {
  const lines = text.split("\n");
  const header = lines.find((line) => line.startsWith("# be_id"));
  if (header === undefined) return [];
  const names = header.slice(2).split(" ");
  return lines
    .filter((line) => /^\d+ \S+ \d+ /.test(line))
    .map((line) => {
      const values = line.split(" ");
      const field = (name: string): string => values[names.indexOf(name)] ?? "-";
      const present = (value: string): string | undefined => (value === "-" ? undefined : value);
      const address = present(field("srv_addr"));
      const name = present(field("srv_fqdn"));
      return {
        slot: field("srv_name"),
        ...(address === undefined ? {} : { address }),
        ...(name === undefined ? {} : { name }),
        port: Number(field("srv_port")),
        checkPort: Number(field("srv_check_port")) || 0,
        weight: Number(field("srv_uweight")),
        maintenance: (Number(field("srv_admin_state")) & FORCED_MAINTENANCE) !== 0,
      };
    });
}

export type { SlotState };
export { parseServersState };
