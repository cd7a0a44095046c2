import type { Io } from '../io.ts'

/** A terminal’s other end, in memory. */
export const createRecordingIo = (change: Partial<Io> = {}) => {
  const said = { out: '', err: '' }
  const io: Io = {
    out: (text) => {
      said.out += text
    },
    err: (text) => {
      said.err += text
    },
    interactive: false,
    drawable: false,
    color: false,
    ask: async () => '',
    readStdin: async () => '',
    stdin: async function* () {},
    ...change,
  }
  return { io, said }
}
