# SPDX-FileCopyrightText: 2026 The Countersign authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Totals of result files, counted in the plainest way: the reference of tst_result_corpus.

Prints one JSON object per file: name -> {cases, answers, metrics: {name: [passed, failed, errored, scored, mean]}}.
"""
import json
import math
import os
import sys
import zipfile


class Counts:
    def __init__(self):
        self.metrics = {}

    def add(self, name, outcome, score=None):
        m = self.metrics.setdefault(name, {"pass": 0, "fail": 0, "error": 0, "scores": []})
        if outcome in m:
            m[outcome] += 1
        if outcome != "error" and score is not None and math.isfinite(score):
            m["scores"].append(score)

    def shown(self):
        return {
            name: [m["pass"], m["fail"], m["error"], len(m["scores"]),
                   sum(m["scores"]) / len(m["scores"]) if m["scores"] else None]
            for name, m in self.metrics.items()
        }


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def azure_rag(path):
    counts = Counts()
    rows = lines(path)
    for row in rows:
        for name in ("gpt_groundedness", "gpt_relevance"):
            counts.add(name, "pass" if row[name] >= 4 else "fail", row[name])
        for name in ("answer_length", "latency"):
            counts.add(name, "scored", row[name])
    return len({(r["question"], r["truth"]) for r in rows}), len(rows), counts.shown()


def azure_builtin(path):
    counts = Counts()
    rows = json.load(open(path, encoding="utf-8"))["rows"]
    for row in rows:
        for key, value in row.items():
            if key.startswith("outputs."):
                counts.add(key[len("outputs."):], "scored", value)
    return len({r["inputs.question"] for r in rows}), len(rows), counts.shown()


def inspect_samples(samples):
    counts = Counts()
    for sample in samples:
        for name, score in sample["scores"].items():
            value = score["value"]
            if isinstance(value, (int, float)):
                counts.add(name, "scored", value)
            else:
                counts.add(name, "pass" if value == "C" else "fail", {"C": 1.0, "I": 0.0, "P": 0.5, "N": 0.0}[value])
    return len({s["id"] for s in samples}), len(samples), counts.shown()


def inspect_json(path):
    return inspect_samples(json.load(open(path, encoding="utf-8"))["samples"])


def inspect_archive(path):
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if n.startswith("samples/")]
        return inspect_samples([json.loads(archive.read(n)) for n in names])


def deepeval(path):
    counts = Counts()
    cases = json.load(open(path, encoding="utf-8"))["testCases"]
    for case in cases:
        for metric in case["metricsData"]:
            counts.add(metric["name"], "pass" if metric["success"] else "fail", metric["score"])
    return len(cases), len(cases), counts.shown()


def openai_evals(path):
    counts = Counts()
    events = [e for e in lines(path) if "type" in e]
    samples = {e["sample_id"] for e in events}
    for event in events:
        if event["type"] == "match":
            counts.add("match", "pass" if event["data"]["correct"] else "fail", float(event["data"]["correct"]))
        if event["type"] == "metrics":
            value = event["data"].get("score")
            counts.add("score", "error" if value is None else "scored", value)
    return len(samples), len(samples), counts.shown()


def lm_harness(path):
    results = json.load(open(path, encoding="utf-8"))["results"]
    metrics = {}
    for task, figures in results.items():
        for name, value in figures.items():
            if not name.endswith("_stderr"):
                metrics[f"{task}/{name}"] = [0, 0, 0, 0, value]
    return 0, 0, metrics


READERS = {
    "azure_rag_baseline_eval_results.jsonl": azure_rag,
    "azure_rag_newprompt_eval_results.jsonl": azure_rag,
    "contoso_builtin_evals_sample.json": azure_builtin,
    "inspect_log_formats.json": inspect_json,
    "inspect_security_guide.json": inspect_json,
    "inspect_log_formats.eval": inspect_archive,
    "deepeval_test_run_sample.json": deepeval,
    "openai_evals_record_log.jsonl": openai_evals,
    "lm_eval_bloom560m_commonsense.json": lm_harness,
}

folder = sys.argv[1]
print(json.dumps({
    name: dict(zip(("cases", "answers", "metrics"), read(os.path.join(folder, name)))) for name, read in READERS.items()
}))
