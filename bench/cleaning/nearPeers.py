"""What datasketch and rensa make of the same documents, given their shingles ready: {"shingles": [[...]]} on stdin.

Seconds are of processor time, for one document. datasketch is timed as its documentation uses it, one shingle after
the other, on the first documents only, and with all shingles of a document at once, which it can do faster.
"""

import json
import sys
import time

THRESHOLD, PERMUTATIONS, BANDS, ROWS = 0.8, 126, 21, 6
ONE_BY_ONE = 300


def add_one_by_one(sketch, shingles):
    for shingle in shingles:
        sketch.update(shingle)


def add_at_once(sketch, shingles):
    sketch.update_batch(shingles)


def with_datasketch(documents, add):
    from datasketch import MinHash, MinHashLSH

    encoded = [[shingle.encode() for shingle in shingles] for shingles in documents]
    start = time.process_time()
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    pairs = []
    for at, shingles in enumerate(encoded):
        sketch = MinHash(num_perm=PERMUTATIONS)
        add(sketch, shingles)
        pairs.extend((at, earlier) for earlier in index.query(sketch))
        index.insert(at, sketch)
    return {"seconds": (time.process_time() - start) / len(documents), "pairs": pairs}


def with_rensa(documents):
    from rensa import RMinHash, RMinHashLSH

    start = time.process_time()
    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=BANDS)
    pairs = []
    for at, shingles in enumerate(documents):
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update(shingles)
        pairs.extend((at, earlier) for earlier in index.query(sketch))
        index.insert(at, sketch)
    return {"seconds": (time.process_time() - start) / len(documents), "pairs": pairs}


documents = json.load(sys.stdin)["shingles"]
answer = {
    "datasketch": with_datasketch(documents[:ONE_BY_ONE], add_one_by_one),
    "datasketchAtOnce": with_datasketch(documents, add_at_once),
    "rensa": with_rensa(documents),
}
json.dump(answer, sys.stdout)
