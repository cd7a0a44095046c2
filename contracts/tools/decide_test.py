"""Holds decide.py against z3's own bit vectors, on random questions that are small enough for both."""

import random
import sys

import z3

from decide import NotOverIntegers, Translation, decide

WIDTH = 5
NAMES = [z3.BitVec(name, WIDTH) for name in "xyz"]


def term(depth):
    if depth == 0:
        return random.choice([*NAMES, z3.BitVecVal(random.getrandbits(WIDTH), WIDTH)])
    one, other = term(depth - 1), term(random.randrange(depth))
    first = random.randrange(WIDTH)
    last = random.randrange(first, WIDTH)
    part = z3.Extract(last, first, one)
    return random.choice(
        [
            one + other,
            one - other,
            one * other,
            z3.UDiv(one, other),
            z3.URem(one, other),
            z3.LShR(one, random.randrange(WIDTH + 1)),
            one << random.randrange(WIDTH + 1),
            z3.ZeroExt(first + WIDTH - 1 - last, part),
            z3.Concat(part, z3.Extract(WIDTH - 1, last - first + 1, other)) if part.size() < WIDTH else part,
            z3.If(z3.ULE(one, other), one, other),
        ]
    )


def truth():
    one, other = term(random.randrange(1, 4)), term(random.randrange(1, 3))
    kinds = [one == other, z3.ULE(one, other), z3.ULT(one, other), z3.UGE(one, other), z3.UGT(one, other)]
    plain = random.choice(kinds)
    return random.choice([plain, z3.Not(plain), z3.Or(plain, one == term(1)), z3.And(plain, one != term(1))])


def main(times):
    random.seed(1)
    tally = {"sat": 0, "unsat": 0, "left to Yices": 0}
    for _ in range(times):
        question = [z3.simplify(truth()) if random.random() < 0.5 else truth() for _ in range(random.randrange(1, 5))]
        solver = z3.Solver()
        solver.add(question)
        expected = str(solver.check())
        said = decide(question, patience=200)
        said = said.split("\n")[0] if said else "left to Yices"
        tally[said] += 1
        if said not in (expected, "left to Yices"):
            sys.exit(f"{question}\nis {expected}, and decide.py says {said}.")
        for part in question:
            try:
                Translation().truth(part)
            except NotOverIntegers as unsaid:
                tally[f"without {unsaid}"] = tally.get(f"without {unsaid}", 0) + 1
    print(f"decide.py agrees with z3 on {times} random questions: {tally}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
