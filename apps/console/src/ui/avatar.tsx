import { colorOf, initialsOf } from "./person-color.js";

interface Person {
  userId: string;
  name: string;
}

interface AvatarProps extends Person {
  size?: number;
  /** Where the name stands beside it anyway. */
  isDecoration?: boolean;
}

export function Avatar({ userId, name, size = 28, isDecoration = false }: AvatarProps) {
  const label = isDecoration
    ? ({ "aria-hidden": "true" } as const)
    : ({ role: "img", "aria-label": name, title: name } as const);
  return (
    <span class="avatar" style={{ "--person": colorOf(userId), "--size": `${size}px` }} {...label}>
      {initialsOf(name)}
    </span>
  );
}

const MAX_SHOWN = 5;

/** Who is here, overlapping; beyond a handful only how many more. */
export function AvatarStack({ people, label }: { people: readonly Person[]; label: string }) {
  const shown = people.length > MAX_SHOWN ? people.slice(0, MAX_SHOWN - 1) : people;
  const more = people.length - shown.length;
  return (
    <ul class="avatar-stack" aria-label={label}>
      {shown.map(({ userId, name }) => (
        <li key={userId}>
          <Avatar userId={userId} name={name} />
        </li>
      ))}
      {more > 0 && (
        <li>
          <span class="avatar more" role="img" aria-label={`${more} more`}>
            +{more}
          </span>
        </li>
      )}
    </ul>
  );
}
