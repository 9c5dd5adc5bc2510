import type { SVGProps } from 'react';

/**
 * Flyloft's mark: a batten with three loads hung from it, the middle one
 * lowered. Drawn on a grid of 24 so that it stays sharp at that size.
 */
export function LogoMark(props: SVGProps<SVGSVGElement>) {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden {...props}>
      <path
        fill="currentColor"
        d="M2 2h20v3H2zM4.25 5h1.5v4h-1.5zM18.25 5h1.5v5h-1.5zM2 9h6v6H2zM16 10h6v6h-6z"
      />
      <path fill="var(--bui-accent-bg)" d="M11.25 5h1.5v10h-1.5zM9 15h6v7H9z" />
    </svg>
  );
}

/** The mark with the name beside it. */
export function LogoFull({ className }: { className?: string }) {
  return (
    <span className={className}>
      <LogoMark />
      <span>Flyloft</span>
    </span>
  );
}
