import { ChoiceChip, type DeletedMode } from '@flyloft/ui-kit';

const modes: readonly { value: DeletedMode; label: string }[] = [
  { value: 'exclude', label: 'left out' },
  { value: 'include', label: 'too' },
  { value: 'only', label: 'only' },
];

/** Chooses whether what vanished from the platforms is listed too. */
export function DeletedField(props: {
  value: DeletedMode;
  onChange: (mode: DeletedMode) => void;
}) {
  return (
    <ChoiceChip
      label="Deleted"
      usual="exclude"
      options={modes}
      value={props.value}
      onChange={props.onChange}
    />
  );
}
