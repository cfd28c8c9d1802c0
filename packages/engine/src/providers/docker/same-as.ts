import { isMap, type PropertyMap, type PropertyValue, Unknown } from "../../values";

/** An empty text asks for nothing, so what Docker has stays. */
export function emptyKeepsOld(old: PropertyValue, next: PropertyValue): boolean {
  return next === "" || next === null || old === next;
}

/** Ports in another order are the same ports, if the program says for each which port of the host it takes. */
export function samePorts(old: PropertyValue, next: PropertyValue): boolean {
  if (!Array.isArray(old) || !Array.isArray(next) || old.length !== next.length) return false;
  return old.every((before: PropertyValue, index) => {
    if (!isMap(before)) return false;
    const match = (port: PropertyValue) =>
      isMap(port) && port.internal === before.internal && port.protocol === before.protocol;
    const place = next.findIndex(match);
    return place >= 0 && sameBinding(before, next[place] as PropertyMap, place === index);
  });
}

/** @param inPlace - whether both stand at the same index: there, Docker's own choice of a port stays */
function sameBinding(before: PropertyMap, after: PropertyMap, inPlace: boolean): boolean {
  if (after.external instanceof Unknown || after.ip instanceof Unknown) return false;
  const external = after.external ?? (inPlace ? before.external : undefined);
  return external === before.external && (after.ip || "0.0.0.0") === before.ip;
}
