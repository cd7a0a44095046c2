"""Makes the model in this folder, which tests run through the real library: `python3 build.py` with the package onnx.

It is a real token classifier of the smallest kind: what a word is depends on the word alone. `logits` are rows of a table
that `input_ids` choose. Words that it was not given become pieces of one letter, as any WordPiece vocabulary has them.
"""

import json
import string
from pathlib import Path

import numpy
from onnx import TensorProto, checker, helper, numpy_helper, save_model

HERE = Path(__file__).parent
LABELS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC", "B-MISC", "I-MISC"]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
KNOWN = {
    "zorblax": "B-PER",
    "quindle": "I-PER",
    "trelm": "B-ORG",
    "##wick": "I-ORG",
    "nulvania": "B-LOC",
    "klingon": "B-MISC",
}
LETTERS = list(string.ascii_lowercase + string.digits)
words = [*SPECIAL, *KNOWN, *LETTERS, *(f"##{letter}" for letter in LETTERS), *".,;:!?@'()-"]

logits = numpy.zeros((len(words), len(LABELS)), dtype=numpy.float32)
for row, word in enumerate(words):
    logits[row, LABELS.index(KNOWN.get(word, "O"))] = 8.0

graph = helper.make_graph(
    [helper.make_node("Gather", ["table", "input_ids"], ["logits"])],
    "tiny",
    [
        helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "sequence"]),
        helper.make_tensor_value_info("attention_mask", TensorProto.INT64, ["batch", "sequence"]),
    ],
    [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "sequence", len(LABELS)])],
    [numpy_helper.from_array(logits, "table")],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
checker.check_model(model)
(HERE / "onnx").mkdir(exist_ok=True)
save_model(model, HERE / "onnx/model.onnx")


def write(name, value):
    (HERE / name).write_text(json.dumps(value, indent=2) + "\n")


write(
    "config.json",
    {
        "model_type": "bert",
        "architectures": ["BertForTokenClassification"],
        "id2label": {str(i): label for i, label in enumerate(LABELS)},
        "max_position_embeddings": 32,
        "vocab_size": len(words),
    },
)
write("tokenizer_config.json", {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": 32})
write(
    "tokenizer.json",
    {
        "version": "1.0",
        "added_tokens": [
            {
                "id": i,
                "content": token,
                "special": True,
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
            }
            for i, token in enumerate(SPECIAL)
        ],
        "normalizer": {
            "type": "BertNormalizer",
            "clean_text": True,
            "handle_chinese_chars": True,
            "strip_accents": None,
            "lowercase": True,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [
                {"SpecialToken": {"id": "[CLS]", "type_id": 0}},
                {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
            ],
            "pair": [],
            "special_tokens": {
                token: {"id": token, "ids": [SPECIAL.index(token)], "tokens": [token]} for token in ["[CLS]", "[SEP]"]
            },
        },
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": {word: i for i, word in enumerate(words)},
        },
    },
)
