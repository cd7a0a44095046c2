/** What a command may touch of the process, so that a test can watch it. */
export type Io = {
  /** Results, and nothing else. */
  out: (text: string) => void
  /** Errors, progress and questions. */
  err: (text: string) => void
  /** A person at a terminal who can be asked. */
  interactive: boolean
  /** Standard error is a terminal, so that a line on it can be drawn again. */
  drawable: boolean
  color: boolean
  ask: (question: string) => Promise<string>
  /** All of standard input, for what must not stand on a command line. */
  readStdin: () => Promise<string>
  /** Standard input as it comes, for data. */
  stdin: () => AsyncIterable<Uint8Array>
}

/** Text from other people must not move the cursor, recolour the terminal or hide what stands beside it. */
export const plain = (text: string): string => text.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '�')
