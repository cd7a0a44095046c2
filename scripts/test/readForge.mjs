/** What forge says at its end, which it has no other way to say: its exit code is 0 also when it was killed.
 * @param {string} said all of its standard output
 * @returns undefined where it did not get that far */
export const readForge = (said) => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: forge colours its summary
  const plain = said.replace(/\u001b\[\d+(?:;\d+)*m/g, '')
  const total = /^Ran .* (\d+) tests passed, (\d+) failed, (\d+) skipped \(\d+ total tests\)$/m.exec(plain)
  if (!total) return undefined
  const [passed, failed, skipped] = total.slice(1).map(Number)
  return { passed, failed, skipped }
}

/** How many calls the tests of invariants made, and how many of them reverted. */
export const readCalls = (said) => {
  const counts = [...said.matchAll(/\(runs: \d+, calls: (\d+), reverts: (\d+)\)/g)]
  const sum = (place) => counts.reduce((total, count) => total + Number(count[place]), 0)
  return { calls: sum(1), reverts: sum(2) }
}
