import type { Lookup } from './collector/select.ts';
import type { Session } from './session.ts';
import type { SoapCall } from './soap/parseCall.ts';
import type { VirtualCenter } from './VirtualCenter.ts';

/** What a method works with. */
export interface MethodCall extends SoapCall {
  center: VirtualCenter;
  session: Session;
  lookup: Lookup;
  signal: AbortSignal;
}
