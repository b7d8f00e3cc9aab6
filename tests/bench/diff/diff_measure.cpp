// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// diff_measure COMMAND… — runs a command without its output and prints its exit status, the milliseconds it took in all
// and of the processor, and the bytes it had at most. Small on purpose: a child counts the memory of who starts it.
#include <chrono>
#include <cstdio>

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

extern char **environ;

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    const auto start = std::chrono::steady_clock::now();
    pid_t child = 0;
    rusage usage{};
    int status = 0;
    if (posix_spawnp(&child, argv[1], &actions, nullptr, argv + 1, environ) != 0
        || wait4(child, &status, 0, &usage) != child || !WIFEXITED(status))
        return 1;
    const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - start;
    const auto milliseconds = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
    };
    std::printf("%d %f %f %ld\n", WEXITSTATUS(status), wall.count(),
                milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime), usage.ru_maxrss * 1024);
    return 0;
}
