import { isIP } from "node:net";

/** Whether a text is an address range with its length: `10.0.0.0/8`, `2001:db8::/32`. */
function isCidr(text: string): boolean {
  const [address = "", length = "", ...more] = text.split("/");
  const version = isIP(address);
  const longest = version === 4 ? 32 : 128;
  return version !== 0 && more.length === 0 && /^\d{1,3}$/.test(length) && Number(length) <= longest;
}

export { isCidr };
