// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/play/MainJob.h"
#include "cli/world/World.h"
#include "corpus/histories/Bundle.h"
#include "gui/main_job/Seat.h"
#include "models/PromptsModel.h"
#include "ui/common/PlainLabel.h"
#include "ui/prompts/PromptText.h"
#include "ui/prose/DiffView.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QListView>
#include <QRegularExpression>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QString ana = u"Ana Ruiz"_s;
const QString ben = u"Ben Okafor"_s;

} // namespace

/// A real history with two people: a bare repository, a clone for each of them, and a window over each clone. The record
/// was begun by `countersignctl init`.
class RealOffice
{
public:
    RealOffice(const QString &name, Theme &theme) : bundle(name), m_theme(theme)
    {
        bundle.share(m_world.path(u"real.git"_s));
        bundle.clone(clone(ana), ana, u"ana@example.com"_s);
        bundle.clone(clone(ben), ben, u"ben@example.com"_s);
        const Ran begun = ctl(ana, {u"init"_s, u"--yes"_s, u"--add-person"_s, u"Ben Okafor <ben@example.com>"_s});
        if (begun.status != 0) {
            qFatal("%s", qPrintable(begun.why()));
        }
        for (const QJsonValue &prompt : ctl(ana, {u"prompts"_s}).json().value(u"prompts"_s).toArray()) {
            // The policy has a page of its own.
            if (prompt[u"kind"_s].toString() != "policy"_L1) {
                paths.insert(prompt[u"id"_s].toString(), prompt[u"path"_s].toString());
            }
        }
    }

    Ran ctl(const QString &person, const QStringList &arguments)
    {
        return m_world.runIn(clone(person), person, arguments + QStringList{u"--json"_s});
    }

    /// The window of a person, in front; nullptr when it does not come.
    Seat *seat(const QString &person)
    {
        std::unique_ptr<Seat> &seat = m_seats[person];
        if (!seat) {
            seat = std::make_unique<Seat>(clone(person), m_world.path(person + u"-window"_s), m_theme, m_clock);
        }
        return !seat->hand.failed() && seat->comeToTheFront() ? seat.get() : nullptr;
    }

    Bundle bundle;
    QMap<QString, QString> paths; ///< by prompt id, as countersignctl lists them

private:
    [[nodiscard]] QString clone(const QString &person) const { return m_world.path(u"clone of "_s + person); }

    Theme &m_theme;
    World m_world;
    SystemClock m_clock;
    std::map<QString, std::unique_ptr<Seat>> m_seats;
};

/// One prompt in the window: what it says, at which version or commit, and two of them compared.
class Reading
{
public:
    Reading(Hand &hand, const QString &prompt) : m_hand(hand), m_prompt(prompt)
    {
        const auto *tree = hand.seenAs<QTreeView>(u"promptTree"_s);
        const QModelIndexList rows = tree ? tree->model()->match(tree->model()->index(0, 0), KeyRole, u"file/"_s + prompt,
                                                                 1, Qt::MatchExactly | Qt::MatchRecursive)
                                          : QModelIndexList();
        if (rows.isEmpty()) {
            hand.fail(prompt + u" is not listed"_s);
            return;
        }
        hand.clickRow(u"promptTree"_s, rows.first());
        hand.waitFor([&] { return key(0).startsWith(prompt + u'@'); }, u"the versions of "_s + prompt);
    }

    /// Waits until the list shows one version and as many texts of commits.
    void waitForTexts(qsizetype count)
    {
        const auto *list = versions();
        m_hand.waitFor([&] { return list->model()->rowCount() == 1 + count; },
                       u"%1 and %2 texts of commits, there are %3 rows"_s.arg(m_prompt).arg(count).arg(
                               list ? list->model()->rowCount() : 0));
    }

    void open(const QString &id, const QString &words)
    {
        m_hand.clickRow(u"versionList"_s, row(id));
        const auto *text = m_hand.seenAs<PromptText>(u"promptText"_s);
        m_hand.waitFor([&] { return text->wholeText() == words; }, u"the text of %1 at %2"_s.arg(m_prompt, id));
    }

    void alsoChoose(const QString &id)
    {
        auto *list = versions();
        if (list && !m_hand.failed()) {
            const QModelIndex index = row(id);
            list->scrollTo(index);
            QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::ControlModifier, list->visualRect(index).center());
        }
    }

    /// Compares what is chosen, or what is shown with what stood there before, and goes back to the text.
    void compare(const QString &left, const QString &right)
    {
        m_hand.click(u"compareVersions"_s);
        const auto *view = m_hand.seenAs<DiffView>(u"diffView"_s);
        // The one before stays until the new one is there.
        std::shared_ptr<const diff::Comparison> another;
        m_hand.waitFor(
                [&] {
                    const std::shared_ptr<const diff::Comparison> shown = view->comparison();
                    if (!shown || !shown->complete || shown == another) {
                        return false;
                    }
                    const bool fits = diff::applyTo(left, *shown) == right && shown->identical == (left == right);
                    another = fits ? nullptr : shown;
                    return fits;
                },
                u"a comparison of "_s + m_prompt);
        m_hand.key(Qt::Key_Escape);
        m_hand.seen(u"promptText"_s);
    }

private:
    [[nodiscard]] QListView *versions() { return m_hand.seenAs<QListView>(u"versionList"_s); }

    [[nodiscard]] QString key(int row)
    {
        const QListView *list = versions();
        return list ? list->model()->index(row, 0).data(KeyRole).toString() : QString();
    }

    [[nodiscard]] QModelIndex row(const QString &id)
    {
        const QListView *list = versions();
        for (int row = 0; list && row < list->model()->rowCount(); ++row) {
            if (key(row) == m_prompt + u'@' + id) {
                return list->model()->index(row, 0);
            }
        }
        m_hand.fail(u"%1 has no %2 in its list"_s.arg(m_prompt, id));
        return {};
    }

    Hand &m_hand;
    QString m_prompt;
};

/// Repositories that people really have, in the window.
class TestMainJobHistories : public QObject
{
    Q_OBJECT

    std::unique_ptr<Theme> m_theme;
    std::map<QString, std::unique_ptr<RealOffice>> m_offices;

    static constexpr int leastPrompts = 8;
    static constexpr int mostVersions = 6;
    static constexpr int mostTexts = 100; // that the page lists

    static void bundles()
    {
        QTest::addColumn<QString>("governed");    // paths that must be listed
        QTest::addColumn<QString>("prompt");      // that goes to production and back
        QTest::addColumn<QString>("find");
        QTest::newRow("fabric") << u"^data/patterns/[^/]+/system\\.md$"_s << u"summarize/system"_s
                                << u"Output numbered lists, not bullets."_s;
        QTest::newRow("copilot") << u"^(agents|instructions)/.*\\.(agent|instructions)\\.md$"_s << u"agents/arch-linux-expert"_s
                                 << QString();
        QTest::newRow("sweagent") << u"^config/default.*\\.yaml$"_s << u"default"_s
                                  << u"confirm that the error is fixed!"_s;
    }

    /// The office of the row; nullptr when its bundle is not there.
    RealOffice *office()
    {
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        std::unique_ptr<RealOffice> &office = m_offices[name];
        if (!office && Bundle(name).exists()) {
            office = std::make_unique<RealOffice>(name, *m_theme);
        }
        return office.get();
    }

    static QString differenceOf(const QStringList &listed, const QStringList &governed)
    {
        QStringList words;
        for (const QString &id : governed) {
            if (!listed.contains(id)) {
                words.append(u"missing "_s + id);
            }
        }
        for (const QString &id : listed) {
            if (!governed.contains(id)) {
                words.append(u"too much "_s + id);
            }
        }
        return words.join(u", "_s);
    }

    /// The longest prompt, the one with most commits, others with many commits, and the rest evenly spread.
    static QStringList sampleOf(const RealOffice &office)
    {
        struct Candidate
        {
            QString id;
            qsizetype texts = 0;
            qsizetype size = 0;
        };
        QList<Candidate> candidates;
        for (auto it = office.paths.cbegin(); it != office.paths.cend(); ++it) {
            candidates.append({it.key(), office.bundle.texts(*it, mostTexts).size(), office.bundle.bytes(*it).size()});
        }
        QStringList sample;
        const auto add = [&sample](const Candidate &candidate) {
            if (!sample.contains(candidate.id)) {
                sample.append(candidate.id);
            }
        };
        add(*std::ranges::max_element(candidates, {}, &Candidate::size));
        QList<Candidate> byTexts = candidates;
        std::ranges::stable_sort(byTexts, std::greater(), &Candidate::texts);
        for (const Candidate &candidate : byTexts.first(qMin<qsizetype>(4, byTexts.size()))) {
            add(candidate);
        }
        for (const qsizetype place : spread(candidates.size(), leastPrompts)) {
            if (sample.size() < leastPrompts) {
                add(candidates[place]);
            }
        }
        return sample;
    }

private slots:
    void initTestCase() { m_theme = installTheme(); }
    void cleanupTestCase() { m_offices.clear(); }

    void everyPromptIsListed_data() { bundles(); }
    void everyPromptIsListed()
    {
        QFETCH(const QString, governed);
        RealOffice *real = office();
        if (!real) {
            QSKIP("the material is not there");
        }
        Seat *seat = real->seat(ben);
        QVERIFY(seat);

        seat->hand.click(u"railPrompts"_s);
        auto *tree = seat->hand.seenAs<QTreeView>(u"promptTree"_s);
        QVERIFY2(!seat->hand.failed(), qPrintable(seat->hand.problem()));
        QMap<QString, QString> listed;
        const QAbstractItemModel &model = *tree->model();
        const std::function<void(const QModelIndex &)> collect = [&](const QModelIndex &parent) {
            for (int row = 0; row < model.rowCount(parent); ++row) {
                const QModelIndex index = model.index(row, 0, parent);
                const auto prompt = index.data(ValueRole).value<PromptRow>();
                if (!prompt.folder) {
                    tree->scrollTo(index);
                    QVERIFY2(!tree->visualRect(index).isEmpty(), qPrintable(prompt.artifact.value));
                    listed.insert(prompt.artifact.value, prompt.path);
                }
                collect(index);
            }
        };
        collect({});

        QVERIFY2(listed == real->paths, qPrintable(differenceOf(listed.keys(), real->paths.keys())));
        const QRegularExpression must(governed);
        const QStringList inGit = real->bundle.paths().filter(must);
        QVERIFY(!inGit.isEmpty());
        const QStringList paths = listed.values();
        for (const QString &path : inGit) {
            QVERIFY2(paths.contains(path), qPrintable(path));
        }
        qInfo("%lld prompts listed, %lld of them named by the rule of the test", qint64(listed.size()), qint64(inGit.size()));
    }

    void versionsAreOpenedAndCompared_data() { bundles(); }
    void versionsAreOpenedAndCompared()
    {
        RealOffice *real = office();
        if (!real) {
            QSKIP("the material is not there");
        }
        Seat *seat = real->seat(ben);
        QVERIFY(seat);
        Hand &hand = seat->hand;
        QElapsedTimer timer;
        timer.start();
        hand.click(u"railPrompts"_s);
        const QStringList sample = sampleOf(*real);
        QVERIFY(sample.size() >= leastPrompts);
        int opened = 0;
        int compared = 0;

        for (const QString &prompt : sample) {
            const QString path = real->paths[prompt];
            const QString governed = shownText(real->bundle.bytes(path));
            const QList<CommitText> texts = real->bundle.texts(path, mostTexts);
            Reading reading(hand, prompt);
            reading.waitForTexts(texts.size());
            reading.open(u"1.0.0"_s, governed);
            ++opened;
            for (const qsizetype place : spread(texts.size(), mostVersions - 1)) {
                const QString shown = shownText(texts[place].bytes);
                reading.open(texts[place].commit, shown);
                ++opened;
                // The oldest one is compared with what came after it.
                const QString after = place > 0 ? shownText(texts[place - 1].bytes) : governed;
                const bool oldest = place + 1 == texts.size();
                reading.compare(oldest ? shown : shownText(texts[place + 1].bytes), oldest ? after : shown);
                ++compared;
            }
            if (!texts.isEmpty()) {
                reading.open(u"1.0.0"_s, governed);
                reading.alsoChoose(texts.last().commit);
                reading.compare(shownText(texts.last().bytes), governed);
                ++compared;
            }
            QVERIFY2(!hand.failed(), qPrintable(hand.problem()));
        }

        QVERIFY(compared > 0);
        qInfo("%lld prompts, %d texts opened, %d comparisons in %lld ms", qint64(sample.size()), opened, compared,
              timer.elapsed());
    }

    void aChangeGoesToProductionAndBack_data() { bundles(); }
    void aChangeGoesToProductionAndBack()
    {
        QFETCH(const QString, prompt);
        QFETCH(QString, find);
        RealOffice *real = office();
        if (!real) {
            QSKIP("the material is not there");
        }
        QElapsedTimer timer;
        timer.start();
        const QString text = shownText(real->bundle.bytes(real->paths[prompt]));
        if (find.isEmpty()) {
            // The last line that says something.
            find = text.trimmed().section(u'\n', -1).trimmed();
        }
        QVERIFY2(text.contains(find), qPrintable(text.right(500)));
        const MainJobPlan plan{.artifact = prompt,
                               .title = u"A rule about refunds"_s,
                               .find = find,
                               .replacement = find + u" Never promise a refund without the approval of a person."_s,
                               .lane = u"high"_s,
                               .why = u"Nobody looked."_s,
                               .outcome = u"Every refund was seen."_s,
                               .trigger = {.metric = u"complaints"_s, .limit = 3'000'000, .leastSample = 200},
                               .rollbackOwner = ben,
                               .informed = {ben},
                               .author = ana,
                               .approvers = {ben},
                               .releaser = ana,
                               .environments = {u"staging"_s, u"production"_s},
                               .verifier = ben};
        MainJob job(plan, [real](const QString &person) {
            Seat *seat = real->seat(person);
            return seat ? &seat->hand : nullptr;
        });

        for (const MainJob::Step &step : job.steps()) {
            const QString done = step.play();
            QVERIFY2(job.problem().isEmpty(), qPrintable(step.name + u": "_s + job.problem()));
            QVERIFY2(!done.isEmpty(), qPrintable(step.name));
        }

        // Ben sees what Ana did, and verifies all of it.
        Seat *seat = real->seat(ben);
        QVERIFY(seat);
        Hand &hand = seat->hand;
        hand.waitFor(
                [&] {
                    const Artifact *seen = seat->window.body()->workspace().view()->state.artifact({prompt});
                    return seen && seen->pointers[{u"production"_s}].now().rolledBack;
                },
                u"the rollback to arrive"_s);
        hand.click(u"verifyAgain"_s);
        const auto *verification = hand.seenAs<PlainLabel>(u"verification"_s);
        hand.waitFor([&] { return verification->text().startsWith(u"Chain of "_s); }, u"the whole chain to be verified"_s);
        QVERIFY2(!hand.failed(), qPrintable(hand.problem()));
        const ViewPointer held = seat->window.body()->workspace().view();
        const WorkspaceView &view = *held;
        const Artifact *artifact = view.state.artifact({prompt});
        QVERIFY(artifact->running({u"staging"_s})->version > artifact->running({u"production"_s})->version);
        QVERIFY(view.state.voids.isEmpty());
        QVERIFY(view.ungoverned.isEmpty());
        // Both versions are there to be read and compared.
        hand.click(u"railPrompts"_s);
        Reading reading(hand, prompt);
        QString changed = text;
        changed.replace(text.indexOf(find), find.size(), plan.replacement);
        reading.open(artifact->latest()->version.toString(), changed);
        reading.compare(text, changed);
        reading.open(u"1.0.0"_s, text);
        QVERIFY2(!hand.failed(), qPrintable(hand.problem()));
        const Ran verified = real->ctl(ben, {u"verify"_s});
        QVERIFY2(verified.json().value(u"sound"_s).toBool(), qPrintable(verified.why()));
        QCOMPARE(verified.json().value(u"problems"_s).toArray(), QJsonArray());
        qInfo("%lld ms", timer.elapsed());
    }
};

} // namespace countersign::test

QTEST_MAIN(countersign::test::TestMainJobHistories)
#include "tst_main_job_histories.moc"
