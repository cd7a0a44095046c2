import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { addTakedownAdd } from './takedownAdd.ts'
import { addTakedownList } from './takedownList.ts'
import { addTakedownRemove } from './takedownRemove.ts'

export const addTakedown = (program: Command, cli: Cli): Command => {
  const takedown = program
    .command('takedown')
    .description('the list of what was taken down and does not come back (--as the operator)')
  addTakedownAdd(takedown, cli)
  addTakedownList(takedown, cli)
  addTakedownRemove(takedown, cli)
  return takedown
}
