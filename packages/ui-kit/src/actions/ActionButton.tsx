import {
  Button,
  DialogTrigger,
  Popover,
  type ButtonProps,
} from '@backstage/ui';
import styles from './ActionButton.module.css';

/**
 * A button that, where it can't be used, says why: on press, by mouse, touch
 * and keyboard alike. A tooltip would need a pointer that hovers, and a truly
 * disabled button can't be reached by the keyboard at all.
 */
export function ActionButton(
  props: ButtonProps & {
    /** Why the button can't be used now; absent, it works. */
    refusal: string | undefined;
  },
) {
  const { refusal, onPress, ...rest } = props;
  if (!refusal) return <Button {...rest} onPress={onPress} />;
  return (
    <DialogTrigger>
      <Button {...rest} aria-disabled="true" className={styles.refused} />
      <Popover placement="bottom">
        <p className={styles.reason}>{refusal}</p>
      </Popover>
    </DialogTrigger>
  );
}
