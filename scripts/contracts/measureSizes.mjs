/** What a chain takes as a contract's code (EIP-170), and as the code that deploys it (EIP-3860). */
const mostCode = 24_576
const mostDeployment = 49_152

/** @param {{ name: string, code: string, deployment: string }[]} contracts bytes as hex, without `0x`
 * @returns {{ lines: string[], tooLarge: string[] }} */
export const measureSizes = (contracts) => {
  const sizes = contracts.map(({ name, code, deployment }) => ({
    name,
    code: code.length / 2,
    deployment: deployment.length / 2,
  }))
  const lines = sizes.map(({ name, code }) => {
    const [size, margin] = [code, mostCode - code].map((bytes) => bytes.toLocaleString('en').padStart(7))
    return `${name.padEnd(16)} ${size} bytes, ${margin} to spare`
  })
  const tooLarge = sizes
    .filter(({ code, deployment }) => code > mostCode || deployment > mostDeployment)
    .map(({ name }) => name)
  return { lines, tooLarge }
}
