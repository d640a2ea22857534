/** Drawn on a grid of 16, with a line of 1.5. */
const PATHS = {
  logo: "M2.5 2.5 13.5 6.7 8.9 8.4 7 13.3Z",
  plus: "M8 3v10M3 8h10",
  close: "m4 4 8 8m0-8-8 8",
  check: "m3 8.5 3.2 3.2L13 4.8",
  back: "M9.8 3.5 5.3 8l4.5 4.5",
  down: "m4 6 4 4 4-4",
  play: "M5 3.2v9.6L12.8 8Z",
  stop: "M4.5 4.5h7v7h-7z",
  code: "m5.2 4.5-3.4 3.5 3.4 3.5m5.6-7 3.4 3.5-3.4 3.5",
  activity: "M1.5 8h3l2-5 3 10 2-5h3",
  people:
    "M6 7.6a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8ZM1.6 13.2c.3-2.4 2-3.8 4.4-3.8s4.1 1.4 4.4 3.8M10.6 3a2.3 2.3 0 0 1 0 4.4M12.2 9.7c1.3.5 2.1 1.7 2.3 3.5",
  board: "M2.5 2.5h11v11h-11zM5.3 5.5h3.2v3.2H5.3zM10.6 10.6h.01",
  note: "M3 3h10v6.5L9.5 13H3zM13 9.5H9.5V13",
  trash: "M3 4.5h10M6.3 4.3V2.8h3.4v1.5M4.3 4.7l.6 8.5h6.2l.6-8.5M6.8 7.2v3.6m2.4-3.6v3.6",
  pencil: "m3 13 .7-3L10.5 3.2l2.3 2.3L6 12.3 3 13Z",
  alert: "M8 5.2v3.4m0 2.3v.1M8 1.8 14.7 13.5H1.3Z",
  info: "M8 7.3v3.6M8 5.1v.1M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z",
  eye: "M1.5 8S4 3.7 8 3.7 14.5 8 14.5 8 12 12.3 8 12.3 1.5 8 1.5 8ZM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z",
  sun: "M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM8 1.5v1.4m0 10.2v1.4M1.5 8h1.4m10.2 0h1.4M3.4 3.4l1 1m7.2 7.2 1 1m0-9.2-1 1m-7.2 7.2-1 1",
  moon: "M13.4 9.6A5.8 5.8 0 0 1 6.4 2.6a5.8 5.8 0 1 0 7 7Z",
  screen: "M2 3h12v8H2zM6 13.5h4",
  logOut: "M6.5 2.8H3.2v10.4h3.3M10.2 5 13.2 8l-3 3M13 8H6.3",
  key: "M5.3 10.7a2.8 2.8 0 1 0 0-5.5 2.8 2.8 0 0 0 0 5.5ZM8.1 8h6.2v2.4M11.7 8v1.8",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.3V2.5h-8v8h2.8",
  folder:
    "M1.8 4.3V12c0 .6.4 1 1 1h10.4c.6 0 1-.4 1-1V5.7c0-.6-.4-1-1-1H8L6.6 3H2.8c-.6 0-1 .4-1 1Z",
  door: "M9.5 2.5h-6v11h6M7 8h7m-2.4-2.5L14 8l-2.4 2.5",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
} as const;

export type IconName = keyof typeof PATHS;

const FILLED: ReadonlySet<IconName> = new Set(["logo", "play", "stop"]);
const DOTTED: ReadonlySet<IconName> = new Set(["more"]);

interface IconProps {
  name: IconName;
  size?: number;
  class?: string;
}

/** A picture beside words, or in a control that has a name: screen readers pass over it. */
export function Icon({ name, size = 16, class: className }: IconProps) {
  return (
    <svg
      class={className}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill={FILLED.has(name) ? "currentColor" : "none"}
      stroke="currentColor"
      stroke-width={DOTTED.has(name) ? 2.2 : 1.5}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
