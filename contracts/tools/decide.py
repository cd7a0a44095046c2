"""A solver for Halmos: products and quotients of 256-bit words are decided over the integers.

Solvers for bit vectors take a multiplication apart into single bits, and do not come to an end over
`(a - b) * w + (b - c) * w == (a - c) * w`. Over the integers that is one line. So every word becomes an integer with
bounds; where it may leave its width, the multiple of 2^n that is cut off becomes an unknown of its own. What cannot
be said that way is left out: without it less is known, so that "unsat" remains true. Anything but "unsat" is held
against the question as it was asked, and left to Yices where it does not fit.
"""

import os
import sys
from operator import ge, gt, le, lt

import z3

PATIENCE_MS = 60_000
HARD = ("bvmul", "bvudiv", "bvurem")


class NotOverIntegers(Exception):
    pass


class Word:
    """An integer that is congruent to a word, and no less than `low` and no more than `high`."""

    def __init__(self, value, low, high):
        self.value, self.low, self.high = value, low, high


class Translation:
    def __init__(self):
        self.facts = []
        # By the term's id; the term is kept beside, because an id is given away again with its last reference.
        self.words = {}
        self.upper = {}

    def unknown(self, low, high):
        value = z3.FreshInt("cut")
        self.facts += [value >= low, value <= high]
        return value

    def cut(self, word, width):
        """Brings a word back into its width."""
        size = 1 << width
        low, high = word.low // size, word.high // size
        if low == high:
            away = low * size
            return Word(word.value - away, word.low - away, word.high - away)
        rest = word.value - self.unknown(low, high) * size
        self.facts += [rest >= 0, rest < size]
        return Word(rest, 0, size - 1)

    def above(self, term, bits):
        """A word without its lowest bits. Asked again it is the same unknown, so that parts of a word fit together."""
        word, size = self.word(term), 1 << bits
        low, high = word.low // size, word.high // size
        if bits == 0:
            return word
        if low == high:
            return Word(z3.IntVal(low), low, high)
        key = term.get_id(), bits
        if key not in self.upper:
            value = self.unknown(low, high)
            rest = word.value - value * size
            self.facts += [rest >= 0, rest < size]
            self.upper[key] = (term, Word(value, low, high))
        return self.upper[key][1]

    def divide(self, term):
        """Quotient and divisor; the quotient is any number where the divisor is zero."""
        above, below = map(self.word, term.children())
        value = self.unknown(0, above.high)
        product = value * below.value
        within = z3.And(product <= above.value, above.value < product + below.value)
        self.facts.append(z3.Implies(below.value > 0, within))
        return above, Word(value, 0, above.high), below

    def word(self, term):
        """A word of the question, within its width."""
        key = term.get_id()
        if key not in self.words:
            self.words[key] = (term, self.cut(self.read(term), term.size()))
        return self.words[key][1]

    def sum(self, term):
        """As `word`, but a sum or a difference may lie outside of its width until somebody looks at it."""
        kind, parts = term.decl().kind(), term.children()
        if kind == z3.Z3_OP_BADD:
            words = [self.sum(part) for part in parts]
            bounds = sum(word.low for word in words), sum(word.high for word in words)
            return Word(z3.Sum([word.value for word in words]), *bounds)
        if kind == z3.Z3_OP_BSUB:
            one, other = map(self.sum, parts)
            return Word(one.value - other.value, one.low - other.high, one.high - other.low)
        if kind == z3.Z3_OP_BMUL and len(parts) == 2 and z3.is_bv_value(parts[0]):
            factor = parts[0].as_long()
            # Solidity's subtraction arrives as a multiplication with -1.
            if factor >= 1 << (term.size() - 1):
                factor -= 1 << term.size()
            word = self.sum(parts[1])
            low, high = sorted((word.low * factor, word.high * factor))
            return Word(word.value * factor, low, high)
        return self.word(term)

    def read(self, term):
        kind, parts, width = term.decl().kind(), term.children(), term.size()
        if z3.is_bv_value(term):
            value = term.as_long()
            return Word(z3.IntVal(value), value, value)
        if kind == z3.Z3_OP_UNINTERPRETED and not parts:
            value = z3.Int(term.decl().name())
            self.facts += [value >= 0, value < 1 << width]
            return Word(value, 0, (1 << width) - 1)
        if kind in (z3.Z3_OP_BADD, z3.Z3_OP_BSUB):
            return self.sum(term)
        if kind == z3.Z3_OP_BMUL and len(parts) == 2:
            if z3.is_bv_value(parts[0]):
                return self.sum(term)
            one, other = map(self.word, parts)
            return Word(one.value * other.value, one.low * other.low, one.high * other.high)
        if kind == z3.Z3_OP_ZERO_EXT:
            return self.word(parts[0])
        if kind == z3.Z3_OP_CONCAT:
            whole = Word(z3.IntVal(0), 0, 0)
            for part in parts:
                size, word = 1 << part.size(), self.word(part)
                bounds = whole.low * size + word.low, whole.high * size + word.high
                whole = Word(whole.value * size + word.value, *bounds)
            return whole
        if kind == z3.Z3_OP_EXTRACT:
            last, first = term.params()
            word, beyond = (self.above(parts[0], bits) for bits in (first, last + 1))
            if beyond.high == 0:
                return word
            return Word(word.value - beyond.value * (1 << width), 0, (1 << width) - 1)
        if kind == z3.Z3_OP_BLSHR and z3.is_bv_value(parts[1]):
            return self.above(parts[0], parts[1].as_long())
        if kind == z3.Z3_OP_BSHL and z3.is_bv_value(parts[1]):
            word, size = self.word(parts[0]), 1 << min(parts[1].as_long(), width)
            return Word(word.value * size, word.low * size, word.high * size)
        if kind in (z3.Z3_OP_BUDIV, z3.Z3_OP_BUDIV_I):
            _, quotient, divisor = self.divide(term)
            most = (1 << width) - 1
            return Word(z3.If(divisor.value == 0, most, quotient.value), 0, most)
        if kind in (z3.Z3_OP_BUREM, z3.Z3_OP_BUREM_I):
            above, quotient, divisor = self.divide(term)
            rest = above.value - quotient.value * divisor.value
            return Word(z3.If(divisor.value == 0, above.value, rest), 0, above.high)
        if kind == z3.Z3_OP_ITE:
            yes, no = self.word(parts[1]), self.word(parts[2])
            bounds = min(yes.low, no.low), max(yes.high, no.high)
            return Word(z3.If(self.truth(parts[0]), yes.value, no.value), *bounds)
        raise NotOverIntegers(term.decl().name())

    def truth(self, term):
        kind, parts = term.decl().kind(), term.children()
        joined = {z3.Z3_OP_NOT: z3.Not, z3.Z3_OP_AND: z3.And, z3.Z3_OP_OR: z3.Or}
        if kind in joined:
            return joined[kind](*map(self.truth, parts))
        compared = {z3.Z3_OP_ULEQ: le, z3.Z3_OP_ULT: lt, z3.Z3_OP_UGEQ: ge, z3.Z3_OP_UGT: gt}
        if kind in compared:
            return compared[kind](*(self.word(part).value for part in parts))
        if kind == z3.Z3_OP_EQ and z3.is_bv(parts[0]):
            return self.word(parts[0]).value == self.word(parts[1]).value
        if kind == z3.Z3_OP_DISTINCT and len(parts) == 2 and z3.is_bv(parts[0]):
            return self.word(parts[0]).value != self.word(parts[1]).value
        if z3.is_true(term) or z3.is_false(term):
            return term
        raise NotOverIntegers(term.decl().name())


def fits(question, values):
    """Whether these values really are an example of what was asked."""
    filled = [z3.simplify(z3.substitute(part, *values)) for part in question]
    return all(z3.is_true(part) or is_definition(part) for part in filled)


def is_definition(part):
    """That a name stands for an array, which contradicts nothing."""
    return z3.is_eq(part) and z3.is_const(part.arg(0)) and z3.is_array(part.arg(0))


def decide(question, patience=PATIENCE_MS):
    """What to print, or None where the integers cannot tell."""
    translation = Translation()
    solver = z3.SolverFor("QF_NIA")
    solver.set("timeout", patience)
    for part in question:
        try:
            solver.add(translation.truth(part))
        except NotOverIntegers:
            pass
    solver.add(translation.facts)
    answer = solver.check()
    if answer == z3.unsat:
        return "unsat"
    if answer == z3.unknown:
        return None
    model = solver.model()
    named = [term for term, _ in translation.words.values() if term.decl().kind() == z3.Z3_OP_UNINTERPRETED]
    found = [model.eval(z3.Int(term.decl().name()), True).as_long() for term in named]
    if not fits(question, [(term, z3.BitVecVal(value, term.size())) for term, value in zip(named, found)]):
        return None
    lines = [
        f"  (define-fun {term.sexpr()} () (_ BitVec {term.size()}) (_ bv{value} {term.size()}))"
        for term, value in zip(named, found)
    ]
    return "\n".join(["sat", "(", *lines, ")"])


def main(file):
    with open(file, encoding="utf8") as asked:
        is_hard = any(word in asked.read() for word in HARD)
    said = decide(z3.parse_smt2_file(file)) if is_hard else None
    if said:
        print(said)
        return
    yices = os.path.join(sys.prefix, "bin", "yices-smt2")
    os.execv(yices, [yices, "--smt2-model-format", "--bvconst-in-decimal", file])


if __name__ == "__main__":
    main(sys.argv[1])
