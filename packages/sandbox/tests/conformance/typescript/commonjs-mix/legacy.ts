namespace legacy {
  export const version = 3;
  export class Thing {
    constructor(public name: string) {}
  }
  export const create = (name: string): Thing => new Thing(name);
}
export = legacy;
