export const value = 7;
export default function named() {}
