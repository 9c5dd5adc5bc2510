import { quantity } from '../wire/quantity';
import type { Claim, DataVolume } from '../wire/things';

/** What disks need to know of a volume, and no more: there may be 100,000. */
export interface VolumeFacts {
  bytes: number | null;
  storage: string | null;
}

/** What a claim was given, or asked for while it has nothing. */
export function claimFacts({ spec, status }: Claim): VolumeFacts {
  return {
    bytes:
      quantity(status?.capacity?.storage) ??
      quantity(spec?.resources?.requests?.storage),
    storage: spec?.storageClassName ?? null,
  };
}

/** What a data volume asks for: of use until its claim exists. */
export function dataVolumeFacts({ spec }: DataVolume): VolumeFacts {
  const wanted = spec?.storage ?? spec?.pvc;
  return {
    bytes: quantity(wanted?.resources?.requests?.storage),
    storage: wanted?.storageClassName ?? null,
  };
}
