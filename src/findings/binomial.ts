/** Natural logarithm of "n choose k"; logarithms because the coefficients themselves overflow near n = 1,030. */
export function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= k; i += 1) sum += Math.log(n - k + i) - Math.log(i);
  return sum;
}
