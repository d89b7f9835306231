const paths = {
  error: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM5.5 5.5l5 5m0-5l-5 5',
  warning: 'M8 2l6.5 12h-13zM8 6.5v3.5m0 1.6v.4',
  information: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM8 7.2v4M8 4.8v.4',
  healthy: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM5 8.2l2.2 2.2L11 6',
  close: 'M4 4l8 8m0-8l-8 8',
  filter: 'M2 3.5h12M4.5 8h7M6.5 12.5h3',
  open: 'M3 8h9.5M9 4.5L12.5 8 9 11.5',
} as const;
export type IconName = keyof typeof paths;

/** A decorative icon in the colour of its text; what it means is always said in words too. */
export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  return (
    <svg class={`icon ${className}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={paths[name]} fill="none" stroke="currentColor" stroke-width="1.3" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
