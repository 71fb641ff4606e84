import { isFixedPin } from "../model/library-pin.ts";
import type { Model, PlatformModel } from "../model/model.ts";

/** All that the files of a service depend on, in addition to the service. */
export interface ServiceContext extends PlatformModel {
  readonly fromServices: FromServices;
}

/** What the files of a service contain of the other services. */
export interface FromServices {
  /** Whether the library or a service pins a version that can be a branch. */
  readonly pinsBranches: boolean;
}

/** The context of the services of a model. It contains no service, so no file of one can depend on another. */
export function contextOf({ services, origins: _, ...platform }: Model): ServiceContext {
  const pins = [platform.library.pin, ...services.map(({ pin }) => pin)];
  return { ...platform, fromServices: { pinsBranches: !pins.every(isFixedPin) } };
}
