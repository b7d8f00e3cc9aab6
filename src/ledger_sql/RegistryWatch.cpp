// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_sql/RegistryWatch.h"

#include "ledger_sql/PostgresSession.h"

#include <QFileInfo>
#include <QFileSystemWatcher>
#include <QSqlDriver>
#include <QThread>

using namespace Qt::StringLiterals;

namespace countersign {

using namespace sql;

namespace {

constexpr int mostAtOnce = 3;
constexpr int refillMs = 1'000;
constexpr int aliveEveryMs = 1'000;
const auto channel = "countersign"_L1;

/// On the thread of the listener.
class Subscription : public QObject
{
public:
    Subscription(const PostgresOptions &options, std::function<void()> heard)
        : m_options(options)
        , m_heard(std::move(heard))
        , m_alive(this)
    {
        connect(&m_alive, &QTimer::timeout, this, &Subscription::look);
        m_alive.setInterval(aliveEveryMs);
    }

    void begin()
    {
        look();
        m_alive.start();
    }

private:
    void look()
    {
        if (m_connection && m_connection->run(u"SELECT 1"_s)) {
            return;
        }
        const bool was = m_connection != nullptr;
        m_connection.reset();
        auto connection = std::make_unique<Connection>(Dialect::Postgres, toUrl(m_options.place));
        if (!openPostgres(*connection, m_options)) {
            return;
        }
        QSqlDriver *driver = connection->database().driver();
        if (!driver->subscribeToNotification(channel)) {
            return;
        }
        connect(driver, &QSqlDriver::notification, this, [this](const QString &name) {
            if (name == channel) {
                m_heard();
            }
        });
        m_connection = std::move(connection);
        if (was) {
            // What came while nobody listened.
            m_heard();
        }
    }

    PostgresOptions m_options;
    std::function<void()> m_heard;
    QTimer m_alive;
    std::unique_ptr<Connection> m_connection;
};

} // namespace

class RegistryWatch::Listener
{
public:
    Listener(const PostgresOptions &options, std::function<void()> heard)
        : m_subscription(new Subscription(options, std::move(heard)))
    {
        m_subscription->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, m_subscription, &QObject::deleteLater);
        m_thread.setObjectName(u"registry watch"_s);
        m_thread.start();
        QMetaObject::invokeMethod(m_subscription, [subscription = m_subscription] { subscription->begin(); });
    }
    ~Listener()
    {
        m_thread.quit();
        m_thread.wait();
    }
    Q_DISABLE_COPY_MOVE(Listener)

private:
    QThread m_thread;
    Subscription *m_subscription; // deleted on its thread
};

RegistryWatch::RegistryWatch() : m_spare(mostAtOnce)
{
    m_refill.setInterval(refillMs);
    connect(&m_refill, &QTimer::timeout, this, [this] {
        ++m_spare;
        if (std::exchange(m_waiting, false)) {
            hear();
        }
        if (m_spare >= mostAtOnce) {
            m_refill.stop();
        }
    });
}

RegistryWatch::~RegistryWatch() = default;

void RegistryWatch::hear()
{
    if (m_spare == 0) {
        m_waiting = true;
        return;
    }
    --m_spare;
    if (!m_refill.isActive()) {
        m_refill.start();
    }
    emit moved();
}

std::unique_ptr<RegistryWatch> RegistryWatch::ofFile(const QString &path)
{
    std::unique_ptr<RegistryWatch> watch(new RegistryWatch);
    auto *files = new QFileSystemWatcher({path}, watch.get());
    connect(files, &QFileSystemWatcher::fileChanged, watch.get(), &RegistryWatch::hear);
    return watch;
}

std::unique_ptr<RegistryWatch> RegistryWatch::ofDatabase(const PostgresOptions &options)
{
    std::unique_ptr<RegistryWatch> watch(new RegistryWatch);
    watch->m_listener = std::make_unique<Listener>(options, [hears = watch.get()] {
        QMetaObject::invokeMethod(hears, &RegistryWatch::hear, Qt::QueuedConnection);
    });
    return watch;
}

} // namespace countersign
