const FACTOR = 10;
export const convert = (n) => n * FACTOR;
export { FACTOR as factor };
export default "centimetres";
