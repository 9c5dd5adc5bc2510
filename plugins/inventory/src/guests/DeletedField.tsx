import { Select } from '@backstage/ui';
import type { DeletedMode } from '@flyloft/ui-kit';

const modes: { value: DeletedMode; label: string }[] = [
  { value: 'exclude', label: 'Without deleted' },
  { value: 'include', label: 'With deleted' },
  { value: 'only', label: 'Only deleted' },
];

/** Chooses whether what vanished from the platforms is listed too. */
export function DeletedField(props: {
  value: DeletedMode;
  onChange: (mode: DeletedMode) => void;
}) {
  return (
    <Select
      aria-label="Deleted"
      size="small"
      options={modes}
      value={props.value}
      onChange={key =>
        props.onChange(
          modes.find(mode => mode.value === key)?.value ?? 'exclude',
        )
      }
    />
  );
}
