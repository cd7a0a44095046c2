import type { Detector } from './detector.ts'

// Bounded, since what browsers take for an address may be as long as they like.
const ADDRESS = /(?<![\p{L}\p{N}@])(?:https?:\/\/|www\.)[^\s<>"'`{}|\\^[\]]{3,2000}/giu

/** Addresses of pages, with the punctuation around them left in the text. */
export const url: Detector = {
  type: 'url',
  worthALook: ({ dots }) => dots >= 1,
  find: (text) =>
    [...text.matchAll(ADDRESS)].flatMap(({ 0: address, index }) => {
      let end = address.replace(/[.,;:!?)»”’*]+$/u, '').length
      // A closing bracket belongs to the address that opened it.
      if (address[end] === ')' && address.slice(0, end).includes('(')) end++
      return end > 8 ? [{ start: index, end: index + end }] : []
    }),
}
