/**
 * Plain text to Markdown that reads back as exactly this text. Signs that can begin a link, emphasis, code, HTML, an
 * entity or a table cell are escaped wherever they stand; those that mean something only at the beginning of a line,
 * or next to what a template may have before them, at the beginning of the value.
 */
export const escapeMarkdown = (value: string): string =>
  value
    .replace(/[\\`*_[\]<>|&~#!{}]/g, '\\$&')
    // Some readers turn bare addresses into links.
    .replace(/:(?=\/\/)|@|(?<=www)\./gi, '\\$&')
    .replace(/^[-+=:().]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')
