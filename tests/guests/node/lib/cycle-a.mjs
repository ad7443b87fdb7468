import { b } from './cycle-b.mjs';
let value = 1;
export const a = () => value + b();
export function setA(v) {
  value = v;
}
