// Linux calls that the Glibc overlay lacks. unistd.h stays out: with it `environ` would be ambiguous in Swift.
#pragma once
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <time.h>

#include "start.h"

/// pipe2(2), which unistd.h would declare.
static inline int linux_pipe(int ends[2], int flags) {
    extern int pipe2(int ends[2], int flags);
    return pipe2(ends, flags);
}

/// Not in the standard of the Glibc overlay: a session of its own.
static const short linux_spawn_setsid = 0x80;

/// The environment this process was started with; a function, because Swift takes the variable for unsafe shared state.
static inline char **linux_environment(void) {
    extern char **environ;
    return environ;
}

/// The arguments this process was started with, the program's name first, from where the kernel has put them: right below the
/// environment, their number before them. So they are there where `/proc` is not.
///
/// - Returns: NULL when the environment is no longer where it was.
static inline char **linux_arguments(int *count) {
    extern char **environ;
    extern char *program_invocation_name;
    // The texts lie on the stack above the pointers to them, all together in less than this.
    enum { most = 64 << 20 };
    if (environ == NULL || program_invocation_name == NULL) return NULL;
    if ((uintptr_t)program_invocation_name - (uintptr_t)environ > most) return NULL;
    char **end = environ - 1;
    for (int number = 0; number < most / (int)sizeof *end; number++) {
        if ((uintptr_t)end[-1 - number] != (uintptr_t)number) continue;
        *count = number;
        return end - number;
    }
    return NULL;
}

/// An ignored SIGCHLD survives exec, and under it the kernel reaps children by itself and their status is lost.
static inline void linux_keep_children_waitable(void) {
    struct sigaction action;
    if (sigaction(SIGCHLD, NULL, &action) != 0) return;
    if (action.sa_handler != SIG_IGN && !(action.sa_flags & SA_NOCLDWAIT)) return;
    if (action.sa_handler == SIG_IGN) action.sa_handler = SIG_DFL;
    action.sa_flags &= ~SA_NOCLDWAIT;
    sigaction(SIGCHLD, &action, NULL);
}

/// Whether a signal is ignored, as it is for what `nohup` or a script in the background starts.
static inline int linux_is_ignored(int signal) {
    struct sigaction action;
    return sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

/// From here on the orphans among all that descends from this process become its children.
static inline int linux_adopt_orphans(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

/// Gives threads that are made from now on a stack of this size, and all of them few heaps: each reserves 128 MB.
static inline void linux_limit_thread_memory(size_t stack) {
    extern int pthread_setattr_default_np(const pthread_attr_t *attributes);
    extern int mallopt(int parameter, int value);
    enum { arena_max = -8 };
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, stack);
    pthread_setattr_default_np(&attributes);
    pthread_attr_destroy(&attributes);
    mallopt(arena_max, 2);
}

/// fork(2), for a program that has one thread: Swift warns of all others.
static inline pid_t linux_fork(void) {
    extern pid_t fork(void);
    return fork();
}

/// Sends us a signal when the thread ends that started us.
static inline int linux_send_when_parent_dies(int signal) { return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0); }

/// What `si_code` says of a signal that no process sent.
static const int linux_sent_by_kernel = SI_KERNEL;

/// Opens a pseudo-terminal with these flags and writes the path of its other end; -1 when there is none to be had.
static inline int linux_open_terminal(int flags, char path[64]) {
    extern int posix_openpt(int flags);
    extern int grantpt(int descriptor);
    extern int unlockpt(int descriptor);
    extern int ptsname_r(int descriptor, char *path, size_t size);
    int descriptor = posix_openpt(flags);
    if (descriptor < 0) return -1;
    return grantpt(descriptor) == 0 && unlockpt(descriptor) == 0 && ptsname_r(descriptor, path, 64) == 0 ? descriptor : -1;
}

/// Waits for a semaphore (`sem_t`) until this moment of CLOCK_MONOTONIC, in nanoseconds. semaphore.h stays out: its type would be
/// another one in Swift.
///
/// - Returns: 0 when it was there in time.
static inline int linux_wait_for(void *semaphore, int64_t end) {
    extern int sem_clockwait(void *semaphore, clockid_t clock, const struct timespec *end);
    struct timespec time = {end / INT64_C(1000000000), end % INT64_C(1000000000)};
    return sem_clockwait(semaphore, CLOCK_MONOTONIC, &time);
}

/// What a clock shows, in nanoseconds; 0 where there is no such clock.
static inline int64_t linux_nanoseconds(clockid_t clock) {
    struct timespec time;
    return clock_gettime(clock, &time) == 0 ? time.tv_sec * INT64_C(1000000000) + time.tv_nsec : 0;
}

/// The processor time a process took so far, in nanoseconds; 0 when it is there no more.
static inline int64_t linux_processor_nanoseconds(pid_t process) {
    clockid_t clock;
    return clock_getcpuclockid(process, &clock) == 0 ? linux_nanoseconds(clock) : 0;
}

/// The processor time of all children that were waited for, and of theirs, in nanoseconds.
static inline int64_t linux_children_nanoseconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * INT64_C(1000000000)
        + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * INT64_C(1000);
}
