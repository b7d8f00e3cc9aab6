// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Together.h"

#include <QTest>

#include <sched.h>
#include <array>
#include <thread>

namespace countersign::test {

namespace {

cpu_set_t allowedHere()
{
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        qFatal("the processors that this thread may use are not known");
    return allowed;
}

/// For as long as it lives this thread may use one of its processors only.
class OnOneProcessor
{
public:
    OnOneProcessor() : m_before(allowedHere())
    {
        int one = 0;
        while (!CPU_ISSET(static_cast<unsigned>(one), &m_before))
            ++one;
        cpu_set_t only;
        CPU_ZERO(&only);
        CPU_SET(static_cast<unsigned>(one), &only);
        if (sched_setaffinity(0, sizeof only, &only) != 0)
            qFatal("this thread does not stay on a processor");
    }
    ~OnOneProcessor() { (void)sched_setaffinity(0, sizeof m_before, &m_before); }
    Q_DISABLE_COPY_MOVE(OnOneProcessor)

private:
    cpu_set_t m_before;
};

struct Seen
{
    std::thread::id thread;
    cpu_set_t allowed;
};

// What the second thread sees, twice.
std::array<Seen, 2> seenBeside()
{
    std::array<Seen, 2> seen;
    Companion companion;
    for (Seen &one : seen) {
        bool second = false;
        companion.together(
            true, [&one] { one = {std::this_thread::get_id(), allowedHere()}; },
            [&second] { second = true; });
        if (!second)
            qFatal("the second task was not done");
    }
    return seen;
}

} // namespace

class Together : public QObject
{
    Q_OBJECT

private slots:
    void theSecondThreadMayRunWhereItsCreatorMay()
    {
        const cpu_set_t here = allowedHere();

        const auto seen = seenBeside();

        QCOMPARE(seen[0].thread != std::this_thread::get_id(), std::thread::hardware_concurrency() > 1);
        QCOMPARE(seen[1].thread, seen[0].thread);
        for (const Seen &one : seen)
            QVERIFY(CPU_EQUAL(&one.allowed, &here));
    }

    void aThreadKeptOnOneProcessorHasASecondOneThere()
    {
        const OnOneProcessor kept;
        const cpu_set_t here = allowedHere();
        QCOMPARE(CPU_COUNT(&here), 1);

        const auto seen = seenBeside();

        for (const Seen &one : seen)
            QVERIFY(CPU_EQUAL(&one.allowed, &here));
    }

    void whatDoesNotPayIsDoneInOrderHere()
    {
        QList<int> order;
        std::thread::id first;

        together(
            false,
            [&] {
                first = std::this_thread::get_id();
                order.append(1);
            },
            [&] { order.append(2); });

        QCOMPARE(order, (QList<int>{1, 2}));
        QCOMPARE(first, std::this_thread::get_id());
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::Together)
#include "tst_together.moc"
