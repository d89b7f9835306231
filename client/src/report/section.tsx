import type { ComponentChildren } from 'preact';

interface Props {
  title: string;
  /** A section without content is left out, not shown empty. */
  show?: boolean;
  note?: string;
  children: ComponentChildren;
}

/** A headed part of the report. */
export function Section({ title, show = true, note, children }: Props) {
  if (!show) return null;
  const id = `section-${title.toLowerCase().replace(/\W+/g, '-')}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {note && <p class="quiet note">{note}</p>}
      {children}
    </section>
  );
}
