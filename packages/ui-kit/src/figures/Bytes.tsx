import { formatBytes, formatCount } from './formatBytes';

/** A size in binary units; on hover the exact bytes. */
export function Bytes(props: { value: number | null | undefined }) {
  if (props.value === null || props.value === undefined) return <>–</>;
  return (
    <span title={`${formatCount(props.value)} bytes`}>
      {formatBytes(props.value)}
    </span>
  );
}
