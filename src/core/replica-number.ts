/** The 1-based place of a server among those of its model, in the order of models.yml. */
export function replicaNumber(servers: readonly { readonly label: string }[], index: number): number {
  return servers.slice(0, index + 1).filter(({ label }) => label === servers[index]?.label).length;
}
