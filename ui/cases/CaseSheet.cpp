// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/cases/CaseSheet.h"

#include "domain/Refusals.h"
#include "models/EvalMapping.h"
#include "services/SuiteEdit.h"
#include "services/WhenFinished.h"
#include "ui/cases/CaseForm.h"
#include "ui/cases/SamplePick.h"
#include "ui/cases/SuitePlace.h"
#include "ui/common/Buttons.h"
#include "ui/common/ErrorText.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace countersign {

CaseSheet::CaseSheet(Workspace &workspace, const CaseOrigin &origin, const QDate &today, QWidget *covered)
    : Sheet(covered)
    , m_workspace(workspace)
    , m_origin(origin)
    , m_today(today)
{
    setObjectName(u"caseSheet"_s);
    setTitle(tr("Make a case"), tr("From: %1. It becomes an edit of the suite in a draft of yours; nothing "
                                   "is sent before you say so.")
                                    .arg(text::printableLine(origin.sentence)));
    build();
    setView(workspace.view());
    fillSuite();
    follow();
}

void CaseSheet::build()
{
    m_notice = new NoticeBar(NoticeShape::Card, this);
    m_notice->setObjectName(u"caseSheetNotice"_s);
    m_notice->settle();
    content()->addWidget(m_notice);
    m_suite = new QComboBox;
    m_suite->setObjectName(u"caseSheetSuite"_s);
    for (const Artifact &artifact : m_workspace.view()->state.artifacts) {
        // The table writes YAML only.
        if (artifact.kind == ArtifactKind::Suite && !artifact.retired
            && (artifact.path.endsWith(".yaml"_L1) || artifact.path.endsWith(".yml"_L1)))
            m_suite->addItem(text::printableLine(artifact.id.value), artifact.id.value);
    }
    m_suite->setCurrentIndex(std::max(0, m_suite->findData(m_origin.suite.value)));
    content()->addWidget(new FormField(tr("Suite"), m_suite, this));
    if (m_origin.sample) {
        m_sample = new SamplePick(this);
        content()->addWidget(m_sample);
        connect(m_sample, &SamplePick::chosen, this, &CaseSheet::takeRow);
        connect(m_sample, &SamplePick::busyChanged, this, &CaseSheet::follow);
    }
    m_form = new CaseForm(this);
    m_form->layout()->setContentsMargins({});
    content()->addWidget(m_form);
    auto *button = makeButton(tr("Add to the suite"), ButtonKind::Filled, this);
    setDecidingButton(button);
    m_where = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, this);
    m_where->setObjectName(u"caseSheetWhere"_s);
    m_where->setWrapping(Wrapping::Wrap);
    footNote()->addWidget(m_where, 1);
    connect(m_suite, &QComboBox::currentIndexChanged, this, &CaseSheet::fillSuite);
    connect(m_form, &CaseForm::edited, this, &CaseSheet::follow);
    connect(this, &Sheet::decided, this, &CaseSheet::add);
    setAcceptDrops(m_origin.sample);
}

void CaseSheet::takeRow(const SampleRow &row)
{
    m_origin.input = row.input;
    m_origin.expected = row.expected;
    if (!row.from.isEmpty())
        m_origin.fields.from = row.from;
    fillForm(Words::OfTheRow);
}

ArtifactId CaseSheet::suite() const
{
    return {m_suite->currentData().toString()};
}

void CaseSheet::setView(const ViewPointer &view)
{
    m_view = view;
    follow();
}

// The suite as it stands where the case would land: which variables it has, which dimensions.
void CaseSheet::fillSuite()
{
    follow();
    m_reading.cancel();
    const Artifact *artifact = m_view->state.artifact(suite());
    if (const Draft *draft = SuitePlace::of(*m_view, suite()).draft) {
        for (const EditedFile &file : draft->files) {
            if (file.artifact == suite())
                showSuite(file.text);
        }
        return;
    }
    const ContentHash accepted = artifact ? artifact->acceptedContent() : ContentHash();
    if (accepted.isNull()) {
        showSuite({});
        return;
    }
    m_reading.start(m_workspace.content(accepted),
                    [this](const Result<QByteArray> &bytes) { showSuite(bytes.value_or(QByteArray())); });
}

void CaseSheet::showSuite(const QByteArray &bytes)
{
    const auto reading = [bytes, path = suite().value]() -> SheetRead {
        return std::make_shared<const SuiteSheet>(readSuiteSheet(bytes, path, {}, {}));
    };
    m_read.start(QtConcurrent::run(reading), [this](const SheetRead &sheet) {
        if (!sheet)
            return;
        m_variables = (*sheet)->variables();
        m_form->setChoices({.owners = CaseOrigin::ownerNames(*m_view),
                            .dimensions = (*sheet)->dimensions(),
                            .variables = m_variables,
                            .today = m_today});
        const QString guess = guessedMapping(m_variables).input;
        m_input = guess.isEmpty() ? m_variables.value(0) : guess;
        fillForm(Words::AsTheyAre);
    });
}

// Another suite names its variable otherwise; another row has other words. What somebody changed in the form beside that
// stays.
void CaseSheet::fillForm(Words words)
{
    SuiteCaseFields fields = m_form->fields();
    const bool fresh = fields == SuiteCaseFields();
    if (fresh)
        fields = m_origin.fields;
    const QString was = std::exchange(m_shownInput, m_input.isEmpty() ? u"input"_s : m_input);
    if (fresh || words == Words::OfTheRow) {
        fields.from = m_origin.fields.from;
        fields.vars.clear();
        for (const QString &name : m_variables.isEmpty() ? QStringList{m_shownInput} : m_variables)
            fields.vars.append({.name = name, .text = name == m_shownInput ? m_origin.input : QString()});
        fields.asserts.clear();
        if (!m_origin.expected.isEmpty())
            fields.asserts = {{.type = u"contains"_s, .value = m_origin.expected}};
    } else if (std::ranges::none_of(fields.vars,
                                    [this](const SuiteVariable &one) { return one.name == m_shownInput; })) {
        const auto held = std::ranges::find(fields.vars, was, &SuiteVariable::name);
        if (held != fields.vars.end())
            held->name = m_shownInput;
    }
    m_form->setFields(fields, CaseForm::Take::Another);
    follow();
}

QString CaseSheet::refusal() const
{
    if (m_suite->count() == 0)
        return tr("There is no suite to put it into. Govern one in the policy first.");
    if (refuseToWrite(m_view->state, m_view->me.person))
        return tr("The policy does not let you propose changes.");
    if (m_sample && m_sample->isBusy())
        return tr("The sample is being read.");
    const SuiteCaseFields fields = m_form->fields();
    if (std::ranges::none_of(fields.vars, [](const SuiteVariable &one) {
            return !one.name.isEmpty() && !one.text.trimmed().isEmpty();
        }))
        return tr("It needs an input.");
    return {};
}

void CaseSheet::follow()
{
    if (!m_view || isDeciding() || !m_where)
        return;
    const QString why = refusal();
    decidingButton()->setEnabled(why.isEmpty());
    decidingButton()->setAccessibleDescription(why);
    const SuitePlace place = SuitePlace::of(*m_view, suite());
    m_where->setText(
        !why.isEmpty() ? why
        : place.change ? tr("It goes into your draft of the next revision of #%1.").arg(place.change->number)
        : place.draft  ? tr("It goes into your draft of a change of this suite.")
                       : tr("It begins a draft of a change of this suite."));
}

void CaseSheet::add()
{
    m_notice->settle();
    setButtonBusy(decidingButton(), tr("Adding"));
    const SuitePlace place = SuitePlace::of(*m_view, suite());
    if (place.draft) {
        addTo(*place.draft);
        return;
    }
    const QFuture<Result<Draft>> made =
        place.change ? m_workspace.newDraft({}, place.change->id) : m_workspace.newDraft({suite()}, {});
    whenFinished(made, this, [this](const Result<Draft> &draft) {
        if (draft)
            addTo(*draft);
        else
            fail(draft.error());
    });
}

void CaseSheet::addTo(const Draft &draft)
{
    const auto file = std::ranges::find(draft.files, suite(), &EditedFile::artifact);
    if (file == draft.files.cend()) {
        fail({.code = ErrorCode::NotFound, .subject = suite().value});
        return;
    }
    const auto editing = [bytes = file->text, path = file->path,
                          fields = m_form->fields()]() -> Result<QByteArray> {
        const SuiteSheet sheet = readSuiteSheet(bytes, path, {}, {});
        if (sheet.error)
            return std::unexpected(*sheet.error);
        SuiteCaseFields own = fields;
        own.id = freeSuiteId(sheet, fields.id);
        return applyYamlEdits(bytes, suiteInsertion(sheet, sheet.tests, own));
    };
    m_edit.start(QtConcurrent::run(editing),
                 [this, draft, at = file - draft.files.cbegin()](const Result<QByteArray> &bytes) {
                     if (!bytes) {
                         fail(bytes.error());
                         return;
                     }
                     Draft with = draft;
                     with.files[at].text = *bytes;
                     if (with.change.isNull() && with.title.isEmpty())
                         with.title = m_origin.sample ? tr("A case from production")
                                                      : tr("A case from a past failure");
                     keep(with);
                 });
}

void CaseSheet::keep(const Draft &draft)
{
    whenFinished(m_workspace.saveDraft(draft), this,
                 [this, change = draft.change](const Result<QString> &saved) {
                     if (!saved) {
                         fail(saved.error());
                         return;
                     }
                     const QString id = *saved;
                     close();
                     emit made(id, change);
                 });
}

void CaseSheet::fail(const Error &error)
{
    Notice notice = errorNotice(error);
    if (error.code == ErrorCode::Invalid || error.code == ErrorCode::Unsupported) {
        notice.lead = tr("The suite's YAML cannot take another case.");
        notice.sentence = tr("Open the suite and look at its text. Nothing was changed.");
        notice.detail = error.detail;
    }
    notice.action.clear();
    notice.secondAction.clear();
    m_notice->setNotice(notice);
    clearButtonBusy(decidingButton());
    rearm();
    follow();
}

void CaseSheet::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->urls().size() == 1 && event->mimeData()->urls().first().isLocalFile())
        event->acceptProposedAction();
}

void CaseSheet::dropEvent(QDropEvent *event)
{
    if (event->mimeData()->urls().size() == 1)
        m_sample->readFile(event->mimeData()->urls().first().toLocalFile());
}

CaseSheet *openCaseSheet(Workspace &workspace, const CaseOrigin &origin, const QDate &today, QWidget *covered)
{
    auto *sheet = new CaseSheet(workspace, origin, today, covered);
    QObject::connect(sheet, &Sheet::closed, sheet, &QObject::deleteLater);
    QObject::connect(&workspace, &Workspace::viewChanged, sheet,
                     [sheet, &workspace] { sheet->setView(workspace.view()); });
    sheet->open();
    sheet->findChild<QWidget *>(origin.sample ? u"samplePasted"_s : u"caseSheetSuite"_s)
        ->setFocus(Qt::OtherFocusReason);
    return sheet;
}

} // namespace countersign
