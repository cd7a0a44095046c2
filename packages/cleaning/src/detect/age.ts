import type { Detector } from './detector.ts'

const AGE =
  /(?<![\p{L}\p{N}.,-])(?:(1[01]\d|[1-9]?\d)(?:[- ]years?[- ]old|[- ]?y\/?o\b|[- ]jährige?)|(?<=\b(?:aged?|age:|age is|turned)[ ])(1[01]\d|[1-9]?\d)(?![\p{L}\p{N}%.,-]\d))/giu

/** The age of a person in years. */
export const age: Detector = {
  type: 'age',
  worthALook: ({ digits }) => digits >= 1,
  find: (text) =>
    [...text.matchAll(AGE)].map(({ 0: whole, index }) => ({ start: index, end: index + whole.length })),
}
