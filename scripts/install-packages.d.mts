/** True where the path holds an executable of that name. */
export function hasCommand(name: string): boolean;

/** Installs what is missing, where it may; returns the commands still missing. */
export function installPackages(): readonly string[];
