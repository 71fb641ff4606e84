/** Writes the specs of a site: services with four stages and three owners. Returns the path of the platform spec. */
export function writeLargeSite(folder: string, services: number): string;
