/**
 * Something the world refuses, in the words Proxmox uses. At the front door this becomes a
 * 500 with the text, inside a task its exit status.
 */
export class WorldError extends Error {
  override readonly name: string = 'WorldError';
}

/** A thing that does not exist, in the words Proxmox uses for it. */
export class MissingError extends WorldError {
  override readonly name: string = 'MissingError';
}
