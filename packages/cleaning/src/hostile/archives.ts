import { gzipOf, joined, le, patched, tarOf, utf8, zipOf } from './build.ts'
import { cuts, type HostileCase, hostile } from './hostileCase.ts'

const csv = utf8('a,b\n1,2\n3,4\n')
const one = zipOf([{ path: 'a.csv', bytes: csv }])
const gz = gzipOf(csv)
const tar = tarOf([{ path: 'a.csv', bytes: csv }])
const zeros = new Uint8Array(8 * 1024 * 1024)
const small = { limits: { unpackedBytes: 1024 * 1024, bytes: 64 * 1024, archiveFiles: 3 } }

const traversal = [
  '../a.csv',
  'x/../../a.csv',
  '/etc/passwd',
  'C:\\a.csv',
  'c:a.csv',
  'x\\..\\a.csv',
  './a.csv',
  'x/./a.csv',
  'x//a.csv',
  '..',
  'a\u0000.csv',
  'a\u001b[2J.csv',
  '',
]

const nested = (depth: number): Uint8Array => {
  let bytes = csv
  for (let i = 0; i < depth; i++) bytes = zipOf([{ path: `level${i}.${i === 0 ? 'csv' : 'zip'}`, bytes }])
  return bytes
}

/** Archives. */
export const ARCHIVES: HostileCase[] = [
  ...traversal.map((path) =>
    hostile(`a zip with the path ${JSON.stringify(path)}`, zipOf([{ path, bytes: csv }]), 'UNSAFE_PATH'),
  ),
  ...['../a.csv', '/etc/passwd', 'x/../../a', 'a\\b'].map((path) =>
    hostile(`a tar with the path ${JSON.stringify(path)}`, tarOf([{ path, bytes: csv }]), 'UNSAFE_PATH'),
  ),
  hostile(
    'a zip with a link',
    zipOf([{ path: 'a.csv', bytes: utf8('/etc/passwd'), mode: 0o120777 }]),
    'UNSAFE_PATH',
  ),
  hostile('a tar with a link', tarOf([{ path: 'a.csv', type: '2' }]), 'UNSAFE_PATH'),
  hostile('a tar with a hard link', tarOf([{ path: 'a.csv', type: '1' }]), 'UNSAFE_PATH'),
  hostile('a tar with a device', tarOf([{ path: 'null', type: '3' }]), 'NO_RECORDS'),
  hostile(
    'a zip with one name twice',
    zipOf([
      { path: 'a.csv', bytes: csv },
      { path: 'a.csv', bytes: utf8('x,y\n9,9\n') },
    ]),
    'UNSAFE_PATH',
  ),
  hostile('a zip bomb', zipOf([{ path: 'a.csv', bytes: zeros }]), 'UNPACKS_TOO_LARGE'),
  hostile(
    'a zip bomb that says it is small',
    zipOf([{ path: 'a.csv', bytes: zeros, size: 100 }]),
    'DAMAGED_FILE',
  ),
  hostile(
    'a zip that says it is larger than it is',
    zipOf([{ path: 'a.csv', bytes: csv, size: 5000 }]),
    'DAMAGED_FILE',
  ),
  hostile(
    'a zip of four thousand million bytes',
    zipOf([{ path: 'a.csv', bytes: csv, size: 0xfffffffe }]),
    'UNPACKS_TOO_LARGE',
  ),
  hostile('a zip with a wrong sum', zipOf([{ path: 'a.csv', bytes: csv, crc: 1 }]), 'DAMAGED_FILE'),
  hostile(
    'a zip whose files share their bytes',
    zipOf([
      { path: 'a.csv', bytes: csv },
      { path: 'b.csv', bytes: csv, offset: 0 },
    ]),
    'DAMAGED_FILE',
  ),
  hostile(
    'a zip whose file lies outside it',
    zipOf([{ path: 'a.csv', bytes: csv, offset: 5000 }]),
    'DAMAGED_FILE',
  ),
  hostile(
    'a zip whose file lies in its directory',
    zipOf([{ path: 'a.csv', bytes: csv, offset: 40 }]),
    'DAMAGED_FILE',
  ),
  hostile('a zip with a password', zipOf([{ path: 'a.csv', bytes: csv, flags: 1 }]), 'ENCRYPTED_FILE'),
  hostile(
    'a zip with a strong password',
    zipOf([{ path: 'a.csv', bytes: csv, flags: 0x41 }]),
    'ENCRYPTED_FILE',
  ),
  hostile(
    'a zip with a hidden directory',
    zipOf([{ path: 'a.csv', bytes: csv, flags: 0x2000 }]),
    'ENCRYPTED_FILE',
  ),
  hostile(
    'a zip packed in an unknown way',
    zipOf([{ path: 'a.csv', bytes: csv, method: 14 }]),
    'DAMAGED_FILE',
  ),
  hostile(
    'a zip that counts more files than it has',
    zipOf([{ path: 'a.csv', bytes: csv }], { count: 9 }),
    'DAMAGED_FILE',
  ),
  hostile(
    'a zip that counts too many files',
    zipOf([{ path: 'a.csv', bytes: csv }], { count: 60_000 }),
    'TOO_MANY_FILES',
  ),
  hostile('a zip that counts none', zipOf([{ path: 'a.csv', bytes: csv }], { count: 0 }), 'NO_RECORDS'),
  hostile(
    'a zip with a directory beyond its end',
    zipOf([{ path: 'a.csv', bytes: csv }], { offset: 9_000_000 }),
    'DAMAGED_FILE',
  ),
  hostile(
    'a zip with a directory larger than it',
    zipOf([{ path: 'a.csv', bytes: csv }], { size: 0x7fffffff }),
    'DAMAGED_FILE',
  ),
  hostile(
    'a zip that needs zip64 and has none',
    zipOf([{ path: 'a.csv', bytes: csv }], { size: 0xffffffff }),
    'DAMAGED_FILE',
  ),
  hostile(
    'a zip64 size that is cut',
    zipOf([{ path: 'a.csv', bytes: csv, size: 0xffffffff, extra: [1, 0, 2, 0, 1, 1] }]),
    'DAMAGED_FILE',
  ),
  hostile(
    'a zip64 size beyond reason',
    zipOf([{ path: 'a.csv', bytes: csv, size: 0xffffffff, extra: [1, 0, 8, 0, ...le(2n ** 62n, 8)] }]),
    'UNPACKS_TOO_LARGE',
  ),
  hostile(
    'a zip with a comment',
    zipOf([{ path: 'a.csv', bytes: csv }], { comment: 'PK\u0005\u0006 hello' }),
    { rows: 2 },
  ),
  hostile('a zip with something after it', joined(one, 'tail'), 'DAMAGED_FILE'),
  hostile(
    'a zip with a name that is no UTF-8',
    zipOf([{ path: Uint8Array.from([0x61, 0xff, 0x2e]), bytes: csv }]),
    { rows: 2 },
  ),
  hostile('a zip whose packed bytes are noise', patched(one, 37, [0xff, 0xff, 0xff, 0xff]), 'DAMAGED_FILE'),
  hostile(
    'a zip of several files',
    zipOf([
      { path: 'a.csv', bytes: csv },
      { path: 'b.csv', bytes: csv },
    ]),
    'SEVERAL_FILES',
  ),
  hostile(
    'a zip of too many files',
    zipOf(['a', 'b', 'c', 'd'].map((path) => ({ path, bytes: csv }))),
    'TOO_MANY_FILES',
    { options: small },
  ),
  hostile('a zip of nothing but folders', zipOf([{ path: 'x/' }, { path: 'x/y/' }]), 'NO_RECORDS'),
  hostile('a zip of an empty file', zipOf([{ path: 'a.csv' }]), 'EMPTY_FILE'),
  hostile(
    'a zip with what a Mac leaves in it',
    zipOf([
      { path: 'a.csv', bytes: csv },
      { path: '__MACOSX/._a.csv', bytes: csv },
    ]),
    { rows: 2 },
  ),
  hostile('a zip in a zip', nested(2), { rows: 2 }),
  hostile('a zip in a zip in a zip', nested(3), 'NESTED_ARCHIVE'),
  hostile('a zip in twelve zips', nested(12), 'NESTED_ARCHIVE'),
  hostile(
    'a Word document',
    zipOf([
      { path: '[Content_Types].xml', bytes: csv },
      { path: 'word/document.xml', bytes: csv },
    ]),
    'FORMAT_REFUSED',
  ),
  hostile(
    'an OpenDocument table',
    zipOf([{ path: 'mimetype', bytes: utf8('application/vnd.oasis.opendocument.spreadsheet'), method: 0 }]),
    'FORMAT_REFUSED',
  ),
  hostile(
    'slides',
    zipOf([
      { path: '[Content_Types].xml', bytes: csv },
      { path: 'ppt/presentation.xml', bytes: csv },
    ]),
    'FORMAT_REFUSED',
  ),
  ...cuts('a zip', one, [0.2, 0.5, 0.8, 0.95], 'DAMAGED_FILE'),
  hostile('a gzip bomb', gzipOf(zeros), 'UNPACKS_TOO_LARGE'),
  hostile('a gzip bomb in a gzip bomb', gzipOf(gzipOf(zeros)), 'UNPACKS_TOO_LARGE'),
  hostile('a gzip in a gzip in a gzip', gzipOf(gzipOf(gzipOf(csv))), 'NESTED_ARCHIVE'),
  hostile('a gzip of two members', joined(gzipOf(utf8('a,b\n1,2\n')), gzipOf(utf8('3,4\n'))), { rows: 2 }),
  hostile('a gzip with a wrong sum', patched(gz, -8, [1, 2, 3, 4]), 'DAMAGED_FILE'),
  hostile('a gzip with a wrong size', patched(gz, -4, [1, 2, 3, 4]), 'DAMAGED_FILE'),
  hostile('a gzip with something after it', joined(gz, 'tail of eight and more'), 'DAMAGED_FILE'),
  hostile(
    'a gzip of noise',
    joined(
      gz.slice(0, 10),
      Array.from({ length: 200 }, (_, i) => (i * 73) % 256),
    ),
    'DAMAGED_FILE',
  ),
  hostile(
    'a gzip whose name never ends',
    joined([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3], 'x'.repeat(5000)),
    'DAMAGED_FILE',
  ),
  hostile('a gzip of nothing', gzipOf(new Uint8Array(0)), 'EMPTY_FILE'),
  ...cuts('a gzip', gz, [0.3, 0.6, 0.9], 'DAMAGED_FILE'),
  hostile('a tar.gz', gzipOf(tar), { rows: 2 }),
  hostile('a tar in a zip', zipOf([{ path: 'a.tar', bytes: tar }]), { rows: 2 }),
  hostile('a tar in a gzip in a zip', zipOf([{ path: 'a.tgz', bytes: gzipOf(tar) }]), 'NESTED_ARCHIVE'),
  hostile('a tar whose file is cut', tar.slice(0, 520), 'DAMAGED_FILE'),
  hostile(
    'a tar cut in its second header',
    joined(tarOf([{ path: 'a', bytes: csv }], false), tar.slice(0, 100)),
    'DAMAGED_FILE',
  ),
  hostile('a tar without its end', tarOf([{ path: 'a.csv', bytes: csv }], false), { rows: 2 }),
  hostile(
    'a tar whose second sum is wrong',
    tarOf([
      { path: 'a.csv', bytes: csv },
      { path: 'b.csv', bytes: csv, sum: '000001\0 ' },
    ]),
    'DAMAGED_FILE',
  ),
  hostile(
    'a tar with a size that is none',
    tarOf([{ path: 'a.csv', size: '99999999999\0' }]),
    'DAMAGED_FILE',
  ),
  hostile(
    'a tar with a size of eight GiB',
    tarOf([{ path: 'a.csv', size: '77777777777\0' }]),
    'UNPACKS_TOO_LARGE',
  ),
  hostile('a tar with a binary size', tarOf([{ path: 'a.csv', size: '\u0080\u0000\u0001' }]), 'DAMAGED_FILE'),
  hostile(
    'a tar with an extended size',
    tarOf([
      { path: 'x', type: 'x', bytes: utf8('17 size=99999999\n') },
      { path: 'a.csv', bytes: csv },
    ]),
    'DAMAGED_FILE',
  ),
  hostile(
    'a tar with an extended header that lies',
    tarOf([
      { path: 'x', type: 'x', bytes: utf8('999 path=a\n') },
      { path: 'a.csv', bytes: csv },
    ]),
    'DAMAGED_FILE',
  ),
  hostile(
    'a tar with an extended path',
    tarOf([
      { path: 'x', type: 'x', bytes: utf8('14 path=b.csv\n') },
      { path: 'a.csv', bytes: csv },
    ]),
    { rows: 2 },
  ),
  hostile(
    'a tar with an extended path that leads out',
    tarOf([
      { path: 'x', type: 'x', bytes: utf8('14 path=../x\n\n') },
      { path: 'a.csv', bytes: csv },
    ]),
    'UNSAFE_PATH',
  ),
  hostile(
    'a tar with a long name that leads out',
    tarOf([
      { path: '././@LongLink', type: 'L', bytes: utf8('../../etc/passwd\0') },
      { path: 'a.csv', bytes: csv },
    ]),
    'UNSAFE_PATH',
  ),
  hostile(
    'a tar of too many files',
    tarOf(['a', 'b', 'c', 'd'].map((path) => ({ path, bytes: csv }))),
    'SEVERAL_FILES',
    { options: small },
  ),
  hostile(
    'a tar of thousands of files that are none',
    tarOf(Array.from({ length: 4100 }, (_, i) => ({ path: `__MACOSX/${i}` }))),
    'TOO_MANY_FILES',
  ),
]
