/** What stops a start or a test run before any of the project's own code could run. */
export class Stop extends Error {
  /** @param {{ message: string, hint: string, exitCode?: number }} what */
  constructor({ message, hint, exitCode = 1 }) {
    super(message)
    this.hint = hint
    this.exitCode = exitCode
  }
}

/** Runs `body`; a Stop is told to the person, anything else keeps its stack. */
export const orSay = async (body) => {
  try {
    return await body()
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    console.error(`\n${error.message}\n${error.hint}`)
    process.exit(error.exitCode)
  }
}

const diskTrouble = {
  ENOSPC: ['the disk is full', 'Free some space and run the same command again; nothing is lost.'],
  EDQUOT: ['your disk quota is used up', 'Free some space and run the same command again; nothing is lost.'],
  EROFS: ['the file system is read-only', 'Copy the project to a place you can write to.'],
  EACCES: ['you may not write there', 'Run as the owner of the folder, or make it yours with chown.'],
  EPERM: ['you may not write there', 'Run as the owner of the folder, or make it yours with chown.'],
}

/** The same words wherever a write fails, whichever program tried it. */
export const diskStop = (code, what) => {
  const [why, hint] = diskTrouble[code] ?? []
  return why && new Stop({ message: `Cannot ${what}: ${why} (${code}).`, hint })
}
