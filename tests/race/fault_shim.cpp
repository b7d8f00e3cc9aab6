// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// For LD_PRELOAD: counts the calls by which a process changes files or talks to a server, from the moment at which the
// program calls countersign_arm_faults(), and lets one of them fail.
//
//   FAULT_AT      number of the call, from 1
//   FAULT_KIND    kill (SIGKILL before the call), ENOSPC or EIO (the call fails so)
//   FAULT_MODE    once, or on: that call and every later one of its kind
//   FAULT_COUNT   file that gets the number of calls at the end of the process
//   FAULT_STATFS  number that statfs(2) gives as the type of every file system
//   FAULT_OPENS   file that gets a line for each open of FAULT_OPENED: the library that opened it
#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <atomic>

#include <dlfcn.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace {

std::atomic_bool armed = false;
std::atomic_int calls = 0;

template<typename F>
F real(const char *name)
{
    return reinterpret_cast<F>(::dlsym(RTLD_NEXT, name));
}

long number(const char *name)
{
    const char *value = std::getenv(name);
    return value ? long(std::strtoul(value, nullptr, 0)) : 0;
}

bool is(const char *name, const char *wanted)
{
    const char *value = std::getenv(name);
    return value && std::strcmp(value, wanted) == 0;
}

enum class Touches { File, Server };

// Whether the call that begins now fails; errno says how.
bool fails(Touches what)
{
    if (!armed) {
        return false;
    }
    const int call = ++calls;
    const long at = number("FAULT_AT");
    if (at == 0 || (is("FAULT_MODE", "on") ? call < at : call != at)) {
        return false;
    }
    if (is("FAULT_KIND", "kill")) {
        ::kill(::getpid(), SIGKILL);
    }
    if (what == Touches::Server) {
        return false; // no disk is behind it
    }
    errno = is("FAULT_KIND", "ENOSPC") ? ENOSPC : EIO;
    return true;
}

void noteOpen(const char *path, const void *caller)
{
    const char *opened = std::getenv("FAULT_OPENED");
    const char *log = std::getenv("FAULT_OPENS");
    if (!opened || !log || std::strcmp(path, opened) != 0) {
        return;
    }
    Dl_info info = {};
    const char *library = ::dladdr(caller, &info) && info.dli_fname ? info.dli_fname : "?";
    if (std::FILE *file = real<std::FILE *(*)(const char *, const char *)>("fopen")(log, "ae")) {
        std::fprintf(file, "%s\n", library);
        std::fclose(file);
    }
}

struct AtExit
{
    ~AtExit()
    {
        armed = false;
        if (const char *path = std::getenv("FAULT_COUNT")) {
            if (std::FILE *file = std::fopen(path, "we")) {
                std::fprintf(file, "%d\n", calls.load());
                std::fclose(file);
            }
        }
    }
};
const AtExit atExit;

} // namespace

// The names are given to the linker alone, so that the headers' declarations and redirections do not meet them.
#define AS(name) __asm__(#name)

extern "C" {
__attribute__((visibility("default"))) void countersign_arm_faults()
{
    armed = true;
}

ssize_t shim_write(int fd, const void *bytes, size_t size) AS(write);
ssize_t shim_pwrite(int fd, const void *bytes, size_t size, off_t at) AS(pwrite);
ssize_t shim_pwrite64(int fd, const void *bytes, size_t size, off_t at) AS(pwrite64);
ssize_t shim_writev(int fd, const iovec *parts, int count) AS(writev);
int shim_fsync(int fd) AS(fsync);
int shim_fdatasync(int fd) AS(fdatasync);
int shim_ftruncate(int fd, off_t size) AS(ftruncate);
int shim_ftruncate64(int fd, off_t size) AS(ftruncate64);
int shim_rename(const char *from, const char *to) AS(rename);
int shim_renameat2(int a, const char *from, int b, const char *to, unsigned flags) AS(renameat2);
int shim_link(const char *from, const char *to) AS(link);
int shim_linkat(int a, const char *from, int b, const char *to, int flags) AS(linkat);
int shim_unlink(const char *path) AS(unlink);
int shim_unlinkat(int fd, const char *path, int flags) AS(unlinkat);
int shim_mkdir(const char *path, mode_t mode) AS(mkdir);
int shim_open(const char *path, int flags, ...) AS(open);
int shim_open64(const char *path, int flags, ...) AS(open64);
int shim_openat(int fd, const char *path, int flags, ...) AS(openat);
ssize_t shim_send(int fd, const void *bytes, size_t size, int flags) AS(send);
ssize_t shim_recv(int fd, void *bytes, size_t size, int flags) AS(recv);
int shim_statfs(const char *path, void *system) AS(statfs);
int shim_statfs64(const char *path, void *system) AS(statfs64);

ssize_t shim_write(int fd, const void *bytes, size_t size)
{
    return fails(Touches::File) ? -1 : real<decltype(&shim_write)>("write")(fd, bytes, size);
}
ssize_t shim_pwrite(int fd, const void *bytes, size_t size, off_t at)
{
    return fails(Touches::File) ? -1 : real<decltype(&shim_pwrite)>("pwrite")(fd, bytes, size, at);
}
ssize_t shim_pwrite64(int fd, const void *bytes, size_t size, off_t at)
{
    return fails(Touches::File) ? -1 : real<decltype(&shim_pwrite64)>("pwrite64")(fd, bytes, size, at);
}
ssize_t shim_writev(int fd, const iovec *parts, int count)
{
    return fails(Touches::File) ? -1 : real<decltype(&shim_writev)>("writev")(fd, parts, count);
}
int shim_fsync(int fd)
{
    return fails(Touches::File) ? -1 : real<decltype(&shim_fsync)>("fsync")(fd);
}
int shim_fdatasync(int fd)
{
    return fails(Touches::File) ? -1 : real<decltype(&shim_fdatasync)>("fdatasync")(fd);
}
int shim_ftruncate(int fd, off_t size)
{
    return fails(Touches::File) ? -1 : real<decltype(&shim_ftruncate)>("ftruncate")(fd, size);
}
int shim_ftruncate64(int fd, off_t size)
{
    return fails(Touches::File) ? -1 : real<decltype(&shim_ftruncate64)>("ftruncate64")(fd, size);
}
int shim_rename(const char *from, const char *to)
{
    return fails(Touches::File) ? -1 : real<decltype(&shim_rename)>("rename")(from, to);
}
int shim_renameat2(int a, const char *from, int b, const char *to, unsigned flags)
{
    return fails(Touches::File) ? -1 : real<decltype(&shim_renameat2)>("renameat2")(a, from, b, to, flags);
}
int shim_link(const char *from, const char *to)
{
    return fails(Touches::File) ? -1 : real<decltype(&shim_link)>("link")(from, to);
}
int shim_linkat(int a, const char *from, int b, const char *to, int flags)
{
    return fails(Touches::File) ? -1 : real<decltype(&shim_linkat)>("linkat")(a, from, b, to, flags);
}
int shim_unlink(const char *path)
{
    return fails(Touches::File) ? -1 : real<decltype(&shim_unlink)>("unlink")(path);
}
int shim_unlinkat(int fd, const char *path, int flags)
{
    return fails(Touches::File) ? -1 : real<decltype(&shim_unlinkat)>("unlinkat")(fd, path, flags);
}
int shim_mkdir(const char *path, mode_t mode)
{
    return fails(Touches::File) ? -1 : real<decltype(&shim_mkdir)>("mkdir")(path, mode);
}
int shim_open(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    const int mode = va_arg(more, int);
    va_end(more);
    noteOpen(path, __builtin_return_address(0));
    return fails(Touches::File) ? -1 : real<decltype(&shim_open)>("open")(path, flags, mode);
}
int shim_open64(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    const int mode = va_arg(more, int);
    va_end(more);
    noteOpen(path, __builtin_return_address(0));
    return fails(Touches::File) ? -1 : real<decltype(&shim_open64)>("open64")(path, flags, mode);
}
int shim_openat(int fd, const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    const int mode = va_arg(more, int);
    va_end(more);
    noteOpen(path, __builtin_return_address(0));
    return fails(Touches::File) ? -1 : real<decltype(&shim_openat)>("openat")(fd, path, flags, mode);
}
ssize_t shim_send(int fd, const void *bytes, size_t size, int flags)
{
    return fails(Touches::Server) ? -1 : real<decltype(&shim_send)>("send")(fd, bytes, size, flags);
}
ssize_t shim_recv(int fd, void *bytes, size_t size, int flags)
{
    return fails(Touches::Server) ? -1 : real<decltype(&shim_recv)>("recv")(fd, bytes, size, flags);
}

int shim_statfs(const char *path, void *system)
{
    const int answer = real<decltype(&shim_statfs)>("statfs")(path, system);
    if (answer == 0 && std::getenv("FAULT_STATFS")) {
        static_cast<struct statfs *>(system)->f_type = number("FAULT_STATFS");
    }
    return answer;
}
int shim_statfs64(const char *path, void *system)
{
    return shim_statfs(path, system);
}
}
