export type Style = Record<'bold' | 'dim' | 'red' | 'green' | 'yellow', (text: string) => string>

const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const

export const createStyle = (color: boolean): Style => {
  const paint =
    ([on, off]: readonly [number, number]) =>
    (text: string) =>
      color ? `\u001b[${on}m${text}\u001b[${off}m` : text
  return {
    bold: paint(codes.bold),
    dim: paint(codes.dim),
    red: paint(codes.red),
    green: paint(codes.green),
    yellow: paint(codes.yellow),
  }
}
