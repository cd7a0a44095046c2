/** Something in a file that the byte lane leaves to the ordinary one, which reads it or says what is wrong. */
export class Unfit extends Error {}
