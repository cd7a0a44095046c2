import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { addReviewNext } from './reviewNext.ts'
import { addReviewScore } from './reviewScore.ts'

export const addReview = (program: Command, cli: Cli): Command => {
  const review = program.command('review').description('look at what waits for your score, and score it')
  addReviewNext(review, cli)
  addReviewScore(review, cli)
  return review
}
