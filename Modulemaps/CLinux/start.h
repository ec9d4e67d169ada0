// Starts a program as posix_spawn does, at a cost that does not grow with the number of descriptors we have open.
//
// posix_spawn gives the child a copy of every descriptor, and the child closes them one by one: with two thousand children
// alive that is most of what a start costs. Here the child shares our table until it takes a copy of its lowest part alone,
// where the streams it is to get were put before.
#pragma once
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/// A child to be started.
struct linux_child {
    /// Where the program may be, tried in turn as execvp does; ends with NULL.
    char *const *paths;
    char *const *arguments;
    char *const *environment;
    /// The working directory; NULL for ours.
    const char *directory;
    /// What becomes its stdin, stdout and stderr.
    int streams[3];
    /// Three low numbers above 2 that are ours to overwrite, and what they stand for between two starts.
    int places[3];
    int nothing;
    /// By which the child, and all that descends from it, is known from all others.
    uint64_t mark;
};

/// A limit as the kernel has it.
struct linux_limit {
    uint64_t now;
    uint64_t most;
};

// Linux counts no file locks since 2.4.25, but has a limit on them still: it limits nothing, and a process hands it down to
// all it starts, whatever their session, their environment and their open files. To set or to read it takes no privilege.
enum { linux_file_locks = 10 };

/// The mark of a process.
///
/// - Returns: 0; -1 when there is no such process, or it is somebody else's.
static inline int linux_mark_of(pid_t pid, uint64_t *mark) {
    extern long syscall(long number, ...);
    struct linux_limit limit;
    if (syscall(SYS_prlimit64, pid, linux_file_locks, NULL, &limit) != 0) return -1;
    *mark = limit.now;
    return 0;
}

struct linux_start {
    const struct linux_child *child;
    /// The number of the error that kept the child from becoming the program; 0 when it did.
    int error;
};

/// Becomes the program at the first path where there is one.
///
/// - Returns: The number of the error.
static inline int linux_execute(const struct linux_child *child) {
    extern long syscall(long number, ...);
    int denied = 0;
    for (char *const *path = child->paths; *path; path++) {
        syscall(SYS_execve, *path, child->arguments, child->environment);
        if (errno == EACCES) denied = 1;
        else if (errno != ENOENT && errno != ENOTDIR && errno != ENODEV && errno != ESTALE && errno != ETIMEDOUT) return errno;
    }
    return denied ? EACCES : ENOENT;
}

/// What the child does before it is the program. Its memory is ours: it touches nothing but `start` and its stack, and calls
/// the kernel alone, because what a sanitizer puts around functions of the C library keeps notes in that memory.
static inline int linux_run_child(void *context) {
    extern long syscall(long number, ...);
    // From linux/close_range.h, which not every system's headers have.
    enum { close_range_unshare = 2 };
    // The kernel's sigaction, whose zeros are the default, and an empty set of signals.
    static const unsigned long nothing[8];
    enum { set_size = (NSIG - 1) / 8 };

    struct linux_start *start = context;
    const struct linux_child *child = start->child;
    const int *places = child->places;
    int last = places[0] > places[1] ? places[0] : places[1];
    if (places[2] > last) last = places[2];
    if (syscall(SYS_close_range, last + 1, ~0U, close_range_unshare) != 0) goto failed;
    for (int number = 0; number < 3; number++) {
        if (syscall(SYS_dup3, places[number], number, 0) < 0) goto failed;
    }
    // What others in this program opened may lack CLOEXEC.
    if (syscall(SYS_close_range, 3, ~0U, 0) != 0) goto failed;
    syscall(SYS_setsid);
    // It ends with the thread that started it: whoever kills a whole group kills all who would end it otherwise.
    syscall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    // Where the mark is not to be had, session and environment must do.
    struct linux_limit limit;
    if (syscall(SYS_prlimit64, 0, linux_file_locks, NULL, &limit) == 0) {
        limit.now = child->mark;
        syscall(SYS_prlimit64, 0, linux_file_locks, &limit, NULL);
    }
    if (child->directory && syscall(SYS_chdir, child->directory) != 0) goto failed;
    // Before any signal can come: our handlers would run in it, on our memory.
    for (int number = 1; number < NSIG; number++) syscall(SYS_rt_sigaction, number, nothing, NULL, set_size);
    syscall(SYS_rt_sigprocmask, SIG_SETMASK, nothing, NULL, set_size);
    errno = linux_execute(child);
failed:
    start->error = errno;
    while (1) syscall(SYS_exit_group, 127);
}

/// Starts a child in a session of its own, with the default for every signal and no descriptor but its streams. It is ours to
/// wait for.
///
/// - Returns: The number of the error; 0 when the child runs.
static inline int linux_start_child(const struct linux_child *child, pid_t *pid) {
    extern int dup3(int from, int to, int flags);
    // As `clone`, by the name that a thread sanitizer does not take for its own: to it every clone is a fork.
    extern int __clone(int (*body)(void *), void *stack, int flags, void *context, ...);
    extern pid_t waitpid(pid_t pid, int *status, int options);
    // From sched.h and fcntl.h: the memory is shared, we wait until the child is done with it, the descriptors are shared.
    enum { clone_vm = 0x100, clone_files = 0x400, clone_vfork = 0x4000, cloexec = 02000000 };

    _Alignas(16) char stack[32 * 1024];
    struct linux_start start = {child, 0};
    int error = 0;
    for (int number = 0; number < 3; number++) {
        if (dup3(child->streams[number], child->places[number], cloexec) < 0) error = errno;
    }
    if (error == 0) {
        sigset_t all, ours;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &ours);
        *pid = __clone(linux_run_child, stack + sizeof stack, clone_vm | clone_vfork | clone_files | SIGCHLD, &start);
        error = *pid < 0 ? errno : start.error;
        if (*pid > 0 && error != 0) {
            while (waitpid(*pid, NULL, 0) < 0 && errno == EINTR) {}
        }
        pthread_sigmask(SIG_SETMASK, &ours, NULL);
    }
    // So that the pipes end when the child does. What is open can always take the place of what is open.
    for (int number = 0; number < 3; number++) dup3(child->nothing, child->places[number], cloexec);
    return error;
}
