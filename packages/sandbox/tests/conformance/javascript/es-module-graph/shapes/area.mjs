export const area = (shapes) => shapes.reduce((sum, shape) => sum + shape.area, 0);
