import { findUsufructError, UsufructError } from '@usufruct/sdk/domain/errors'
import { CommanderError } from 'commander'
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
  addCommands(
    program,
    createCli(io, () => program.opts<Globals>(), signal),
  )
  try {
    await program.parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    const known = asKnown(error, args)
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

const asKnown = (error: unknown, args: readonly string[]): UsufructError => {
  if (error instanceof CommanderError) return asUsage(error, args)
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

/** Commander says what is wrong in a line, and what may have been meant in a second one. */
const asUsage = (error: CommanderError, args: readonly string[]): UsufructError => {
  const commands = args.filter((arg) => /^[a-z]+$/.test(arg)).slice(0, 1)
  const help = `See \`${['usufruct', ...commands, '--help'].join(' ')}\`.`
  if (error.code === 'commander.help')
    return usageError('A command is missing.', `${help.replace('.', '')} for those there are.`)
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n')
  const suggestion = rest.join(' ').replace(/[()]/g, '').trim()
  const message = `${first.charAt(0).toUpperCase()}${first.slice(1)}${/[.!?]$/.test(first) ? '' : '.'}`
  return usageError(message, [suggestion, help].filter(Boolean).join(' '))
}
