// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What was typed or asked for, on its way into the text: one step after the other, each for the case that it was meant
// for.
#include "ui/cases/SuiteEditor.h"

#include "ui/cases/CaseTable.h"
#include "ui/cases/ThresholdForm.h"

#include <QScopedValueRollback>
#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

namespace countersign {

std::optional<SuiteEditor::Place> SuiteEditor::Place::of(const SuiteRow *row)
{
    if (!row)
        return {};
    return Place{.kind = row->kind,
                 .index = row->index,
                 .line = row->kind == SuiteRow::Kind::FromFile ? row->line : 0};
}

const SuiteRow *SuiteEditor::Place::in(const SuiteSheet &sheet) const
{
    const auto found =
        std::ranges::find_if(sheet.rows, [this](const SuiteRow &row) { return of(&row) == *this; });
    return found == sheet.rows.cend() ? nullptr : &*found;
}

qsizetype SuiteEditor::Step::moved(qsizetype test) const
{
    if (test == from)
        return to;
    if (from >= 0 && test > from)
        --test;
    if (to >= 0 && test >= to)
        ++test;
    return test;
}

int SuiteEditor::rowOf(const Place &place) const
{
    for (int i = 0; i < m_model->rowCount(); ++i) {
        if (Place::of(m_model->row(i)) == place)
            return i;
    }
    return -1;
}

void SuiteEditor::dropPending()
{
    m_pause.stop();
    m_edit.cancel();
    m_held.reset();
    m_editing = false;
    m_typedCase = false;
    m_typedThresholds = false;
    m_jobs.clear();
    m_step = {};
    m_error.reset();
    // The form shows again what the text says.
    m_shown.reset();
    if (m_sheet)
        showCase();
    emit busyChanged();
}

void SuiteEditor::typed()
{
    m_pause.start();
    emit busyChanged();
}

void SuiteEditor::post(std::function<Step(const SuiteRow *row)> work)
{
    m_jobs.push_back({Place::of(current()), std::move(work)});
    next();
}

void SuiteEditor::next()
{
    if (m_editing || m_reading)
        return;
    if (m_readOnly && m_sheet && !m_broken) {
        // It goes on when the text can be edited again.
    } else if (!mayEdit()) {
        m_jobs.clear();
    } else if (m_typedCase && (!m_pause.isActive() || !m_jobs.empty())) {
        // Typed before what was asked for since.
        m_typedCase = false;
        m_pause.stop();
        run(caseWork(m_form->send())(m_shown ? m_shown->in(*m_sheet) : nullptr));
        return;
    } else if (m_typedThresholds && (!m_pause.isActive() || !m_jobs.empty())) {
        m_typedThresholds = false;
        m_pause.stop();
        run({.edits = suiteThresholdEdits(*m_sheet, m_thresholds->thresholds())});
        return;
    } else if (!m_jobs.empty()) {
        const Job job = std::move(m_jobs.front());
        m_jobs.pop_front();
        Step step = job.work(job.place ? job.place->in(*m_sheet) : nullptr);
        step.about = job.place;
        run(step);
        return;
    }
    emit busyChanged();
}

std::function<SuiteEditor::Step(const SuiteRow *row)> SuiteEditor::caseWork(const SuiteCaseFields &fields)
{
    return
        [fields](const SuiteRow *row) { return row ? Step{.edits = suiteCaseEdits(*row, fields)} : Step(); };
}

void SuiteEditor::run(const Step &step)
{
    if (step.edits.isEmpty()) {
        next();
        return;
    }
    m_editing = true;
    m_error.reset();
    m_step = step;
    const auto editing = [bytes = m_bytes, edits = step.edits](QPromise<Result<QByteArray>> &promise) {
        if (!promise.isCanceled())
            promise.addResult(applyYamlEdits(bytes, edits));
    };
    m_edit.start(QtConcurrent::run(editing), [this](const Result<QByteArray> &bytes) { land(bytes); });
    emit busyChanged();
}

void SuiteEditor::land(const Result<QByteArray> &bytes)
{
    if (m_readOnly) {
        m_held = bytes;
        return;
    }
    m_editing = false;
    const QByteArray before = m_bytes;
    if (bytes && *bytes != before) {
        const QScopedValueRollback putting(m_putting, true);
        emit edited(*bytes);
    }
    if (m_bytes == before)
        m_step = {}; // nothing came of it
    if (!bytes) {
        m_error = bytes.error();
        m_jobs.clear();
        showNotice();
    }
    if (!m_reading)
        next();
}

// After a step of ours it is known where each went. Of another text only a case that stands where it stood and says what
// it said is the same one.
bool SuiteEditor::follow(const SuiteSheet &coming, const Step &step)
{
    const auto after = [&](const std::optional<Place> &place) -> std::optional<Place> {
        if (!place)
            return {};
        Place there = *place;
        if (!step.edits.isEmpty()) {
            there.index = step.moved(there.index);
            return there.index < 0 ? std::nullopt : std::optional(there);
        }
        const SuiteRow *was = there.in(*m_sheet);
        const SuiteRow *is = there.in(coming);
        return was && is && was->fields == is->fields ? place : std::nullopt;
    };
    for (Job &job : m_jobs)
        job.place = after(job.place);
    if (step.edits.isEmpty() && !m_typedCase)
        return true;
    m_shown = after(m_shown);
    if (m_shown || !m_typedCase)
        return true;
    m_typedCase = false;
    m_pause.stop();
    return false;
}

} // namespace countersign
