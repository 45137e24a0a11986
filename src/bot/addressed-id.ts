/** Ids of triggers and windows name no channel: they carry the workspace along through the use cases, which only pass them on. */
export function addressedId(workspace: string, id: string): string {
  return `${workspace} ${id}`;
}

/** Takes the two apart again. */
export function readAddressedId(addressed: string): { readonly workspace: string; readonly id: string } {
  const [workspace = '', id = ''] = addressed.split(' ', 2);
  return { workspace, id };
}
