enum Direction {
  Up,
  Right,
  Down,
  Left,
}
enum Level {
  Debug = "DEBUG",
  Info = "INFO",
  Error = "ERROR",
}
enum Permission {
  None = 0,
  Read = 1 << 0,
  Write = 1 << 1,
  Execute = 1 << 2,
  All = Read | Write | Execute,
  Computed = "abc".length << 4,
}
const enum Size {
  Small = 1,
  Large = Small * 10,
}
declare enum Ambient {
  Nothing,
}

const turn = (direction: Direction, steps = 1): Direction => (direction + steps) % 4;
console.log(Direction.Up, Direction[1], turn(Direction.Left), Direction[turn(Direction.Up, 2)]);
console.log(Object.keys(Direction).filter((key) => Number.isNaN(Number(key))));
console.log(Level.Info, Object.values(Level), Level["Error"] === ("ERROR" as Level));
const labels: Record<Level, string> = {
  [Level.Debug]: "fine",
  [Level.Info]: "note",
  [Level.Error]: "bad",
};
console.log(labels[Level.Debug]);

let permissions = Permission.Read | Permission.Execute;
permissions &= ~Permission.Execute;
permissions ^= Permission.Write;
const names = (set: Permission): string[] =>
  [Permission.Read, Permission.Write, Permission.Execute]
    .filter((bit) => set & bit)
    .map((bit) => Permission[bit]!);
console.log(permissions, names(permissions), names(Permission.All), Permission.Computed);
console.log(Size.Large, Size.Small, typeof Permission, Permission);

namespace Direction {
  export const opposite = (direction: Direction): Direction => (direction + 2) % 4;
}
console.log(Direction[Direction.opposite(Direction.Right)]);
