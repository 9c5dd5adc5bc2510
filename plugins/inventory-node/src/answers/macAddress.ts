const macAddress = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/;

/** A MAC in lower case with colons, or null for anything else. */
export function parseMacAddress(text: string | undefined): string | null {
  const normal = text?.trim().toLocaleLowerCase('en-US').replaceAll('-', ':');
  return normal !== undefined && macAddress.test(normal) ? normal : null;
}
