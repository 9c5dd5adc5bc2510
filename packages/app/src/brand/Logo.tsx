import type { SVGProps } from 'react';
import { useSiteNames } from '@flyloft/ui-kit';
import styles from './Logo.module.css';

/**
 * Flyloft's mark: a machine hung from a batten by two lines. Drawn on a grid
 * of 24 so that it stays sharp at that size.
 */
export function LogoMark(props: SVGProps<SVGSVGElement>) {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden {...props}>
      <path fill="currentColor" d="M1 2h22v3H1zM4 5h2v6H4zM18 5h2v6h-2z" />
      <path
        fill="var(--bui-accent-bg)"
        fillRule="evenodd"
        d="M2 11h20v11H2zm3 3v2h8v-2zm12 0v2h2v-2zM5 18v2h8v-2zm12 0v2h2v-2z"
      />
    </svg>
  );
}

/** The mark with what the portal calls itself beside it. */
export function LogoFull({ className }: { className?: string }) {
  const { portal } = useSiteNames();
  return (
    <span className={className}>
      <LogoMark />
      <span className={styles.name}>{portal}</span>
    </span>
  );
}
