// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/LargeRecord.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

constexpr int prompts = 500;
constexpr int rounds = 15;

QByteArray promptText(int number, int days)
{
    QByteArray text =
        "---\nmodel: gpt-4.1\ntemperature: 0.2\n---\n# Prompt " + QByteArray::number(number) + "\n\n";
    for (int section = 0; section < 8; ++section) {
        text += "## Part " + QByteArray::number(section)
                + "\n\nYou help customers of the shop with their orders. Answer in two or three short "
                  "sentences, and ask for "
                  "the order number when it is missing. Part "
                + QByteArray::number(section) + " of prompt " + QByteArray::number(number)
                + " is about deliveries, invoices and returns. Never promise what the shop has not said.\n\n";
    }
    return text + "## Refunds\n\nRefunds are possible within " + QByteArray::number(days)
           + " days of purchase. You must ask for a reason.\n";
}

} // namespace

/// `check` on a branch with many changed prompts beside `git diff --stat` of the same branch, in the same run.
class BenchCheck : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void aBranchWithManyChangedPrompts();

private:
    /// Milliseconds that a program took; its status in `status`.
    double run(const QString &program, const QStringList &arguments, int &status) const
    {
        QProcess process;
        process.setWorkingDirectory(clone());
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"XDG_DATA_HOME"_s, m_folder.filePath(u"data"_s));
        process.setProcessEnvironment(environment);
        process.setStandardOutputFile(QProcess::nullDevice());
        QElapsedTimer timer;
        timer.start();
        process.start(program, arguments);
        if (!process.waitForFinished(120'000)) {
            status = -1;
            return 0;
        }
        status = process.exitCode();
        return double(timer.nsecsElapsed()) / 1e6;
    }
    void git(const QStringList &arguments) const
    {
        int status = 0;
        run(u"git"_s, arguments, status);
        QVERIFY2(status == 0, qPrintable(arguments.join(u' ')));
    }
    void write(int days, int from) const
    {
        for (int i = from; i < prompts; ++i) {
            const QString folder = clone() + u"/prompts/team%1"_s.arg(i % 10);
            QVERIFY(QDir().mkpath(folder));
            QFile file(folder + u"/p%1.prompt.md"_s.arg(i));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(promptText(i, days));
        }
    }
    [[nodiscard]] QString clone() const { return m_folder.filePath(u"clone"_s); }

    QTemporaryDir m_folder;
};

void BenchCheck::initTestCase()
{
    QVERIFY(QDir().mkpath(clone()));
    const QString remote = m_folder.filePath(u"remote.git"_s);
    git({u"init"_s, u"--quiet"_s, u"--bare"_s, u"--initial-branch=main"_s, remote});
    git({u"init"_s, u"--quiet"_s, u"--initial-branch=main"_s});
    git({u"config"_s, u"user.name"_s, u"Ana Ruiz"_s});
    git({u"config"_s, u"user.email"_s, u"ana@example.com"_s});
    git({u"remote"_s, u"add"_s, u"origin"_s, remote});
    write(30, 0);
    git({u"add"_s, u"."_s});
    git({u"commit"_s, u"--quiet"_s, u"-m"_s, u"start"_s});
    git({u"push"_s, u"--quiet"_s, u"-u"_s, u"origin"_s, u"main"_s});
    int status = 0;
    run(qEnvironmentVariable("COUNTERSIGNCTL"), {u"init"_s, u"--yes"_s}, status);
    QCOMPARE(status, 0);
    git({u"pull"_s, u"--quiet"_s});
    git({u"checkout"_s, u"--quiet"_s, u"-b"_s, u"feature"_s});
    write(14, 0);
    git({u"commit"_s, u"--quiet"_s, u"-a"_s, u"-m"_s, u"feature"_s});
    git({u"fetch"_s, u"--quiet"_s});
}

void BenchCheck::aBranchWithManyChangedPrompts()
{
    QList<double> reference;
    QList<double> local;
    QList<double> asking;
    for (int round = 0; round < rounds; ++round) {
        int status = 0;
        reference.append(run(u"git"_s, {u"diff"_s, u"--stat"_s, u"main...feature"_s}, status));
        QCOMPARE(status, 0);
        local.append(run(qEnvironmentVariable("COUNTERSIGNCTL"),
                         {u"check"_s, u"--base"_s, u"main"_s, u"--head"_s, u"feature"_s, u"--ledger"_s,
                          u"origin/countersign/ledger"_s},
                         status));
        QCOMPARE(status, 3);
        asking.append(run(qEnvironmentVariable("COUNTERSIGNCTL"),
                          {u"check"_s, u"--base"_s, u"main"_s, u"--head"_s, u"feature"_s}, status));
        QCOMPARE(status, 3);
    }
    const auto middle = [](QList<double> values) {
        std::ranges::sort(values);
        return values.at(values.size() / 2);
    };
    const double git = middle(reference);
    for (const auto &[name, values] : {std::pair{u"the record from the clone"_s, local},
                                       std::pair{u"asking the shared place"_s, asking}}) {
        // Each against the git of its own round: a machine is faster in one minute than in the next.
        QList<double> multiples;
        for (int round = 0; round < rounds; ++round) {
            multiples.append(values.at(round) / reference.at(round));
        }
        printFigure(
            u"check of a branch with %1 changed prompts, %2"_s.arg(prompts).arg(name),
            u"%1 ms"_s.arg(middle(values), 0, 'f', 0),
            u"git diff --stat %1 ms: %2 times"_s.arg(git, 0, 'f', 0).arg(middle(multiples), 0, 'f', 2));
    }
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::BenchCheck)
#include "tst_bench_check.moc"
