import { a } from './cycle-a.mjs';
export const b = () => 10;
export default class Thing {}
export { a };
