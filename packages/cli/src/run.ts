import { findUsufructError, UsufructError } from '@usufruct/sdk/domain/errors'
import { type Command, CommanderError } from 'commander'
import { createCli, type Globals } from './cli.ts'
import { exitCodeOf } from './exitCodes.ts'
import { type Io, plain } from './io.ts'
import { createStyle } from './output/style.ts'
import { addCommands, createProgram } from './program.ts'
import { usageError } from './usage.ts'

/** Runs one call of the program and gives its exit code. */
export const run = async (args: readonly string[], io: Io, signal: AbortSignal): Promise<number> => {
  const program = createProgram()
  // Before the commands: they inherit both.
  program.exitOverride().configureOutput({ writeOut: io.out, writeErr: () => undefined })
  await addCommands(
    program,
    createCli(io, () => program.opts<Globals>(), signal),
    args,
  )
  try {
    await program.parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    const known = signal.aborted ? interrupted(error) : asKnown(error, program, args)
    const wantsJson = program.opts<Globals>().json === true || args.includes('--json')
    if (wantsJson) {
      const { code, message, hint } = known
      io.err(`${JSON.stringify({ code, message, hint })}\n`)
    } else {
      const style = createStyle(io.color)
      io.err(`${style.red('usufruct:')} ${plain(known.message)} (${known.code})\n`)
      if (known.hint) io.err(`  ${plain(known.hint)}\n`)
    }
    return exitCodeOf(known)
  }
}

const asKnown = (error: unknown, program: Command, args: readonly string[]): UsufructError => {
  if (error instanceof CommanderError) return asUsage(error, program, args)
  const known = findUsufructError(error)
  if (known) return known
  return new UsufructError({
    code: 'INTERNAL',
    kind: 'internal',
    message: error instanceof Error ? error.message : String(error),
    hint: 'This is a mistake in the program; please report it with the command that led to it.',
    cause: error,
  })
}

const interrupted = (cause: unknown) =>
  new UsufructError({
    code: 'INTERRUPTED',
    kind: 'internal',
    message: 'Stopped before it was done.',
    hint: 'The same command goes on where it can.',
    cause,
  })

/** Commander says what is wrong in a line, and what may have been meant in a second one. */
const asUsage = (error: CommanderError, program: Command, args: readonly string[]): UsufructError => {
  const help = `See \`${[...pathOf(program, args), '--help'].join(' ')}\`.`
  if (error.code === 'commander.help') return usageError('A command is missing.', help)
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n')
  const suggestion = rest.join(' ').replace(/[()]/g, '').trim()
  const message = `${first.charAt(0).toUpperCase()}${first.slice(1)}${/[.!?]$/.test(first) ? '' : '.'}`
  return usageError(message, [suggestion, help].filter(Boolean).join(' '))
}

/** The command that was meant, as far as its words are known: whose help to name. */
const pathOf = (program: Command, args: readonly string[]): string[] => {
  const path = [program.name()]
  let at: Command | undefined = program
  for (const arg of args) {
    const next: Command | undefined = at?.commands.find((command) => command.name() === arg)
    if (!next) continue
    path.push(next.name())
    at = next
  }
  return path
}
