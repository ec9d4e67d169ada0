// The least that starting children costs: COUNT children, SLOTS at a time, both their streams captured, each of them reaped.
// No retries, no events, no results: what the spawner takes beyond this is its own doing.
//
//     spawn-floor [--into DIRECTORY] COUNT SLOTS PROGRAM [ARGUMENT ...]
//
// With a directory, what the children write goes to a file for each of their streams.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct child;

struct stream {
    int descriptor;
    int file;  // 0 is none
    struct child *child;
};

struct child {
    pid_t pid;
    int open_streams;
    struct stream streams[2];
    struct child *next_free;
};

static posix_spawnattr_t attributes;
static int poller;
static const char *directory;

static void check(int failed, const char *call) {
    if (!failed) return;
    fprintf(stderr, "spawn-floor: %s: %s\n", call, strerror(errno));
    exit(2);
}

static int make_file(void) {
    static int count;
    char path[4096];
    if (!directory) return 0;
    snprintf(path, sizeof path, "%s/%d", directory, count++);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    check(file < 0, path);
    return file;
}

static void start(struct child *child, char **command) {
    int writing[2];
    posix_spawn_file_actions_t actions;
    check(posix_spawn_file_actions_init(&actions), "posix_spawn_file_actions_init");
    for (int i = 0; i < 2; i++) {
        int ends[2];
        check(pipe2(ends, O_CLOEXEC), "pipe2");
        child->streams[i] = (struct stream){.descriptor = ends[0], .file = make_file(), .child = child};
        writing[i] = ends[1];
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO + i);
    }
    errno = posix_spawnp(&child->pid, command[0], &actions, &attributes, command, environ);
    check(errno, command[0]);
    posix_spawn_file_actions_destroy(&actions);
    for (int i = 0; i < 2; i++) {
        close(writing[i]);
        struct epoll_event interest = {.events = EPOLLIN, .data.ptr = &child->streams[i]};
        check(epoll_ctl(poller, EPOLL_CTL_ADD, child->streams[i].descriptor, &interest), "epoll_ctl");
    }
    child->open_streams = 2;
}

// Reads what is there. Returns whether that was the last of the child, which is reaped then.
static int drain(struct stream *stream) {
    static char buffer[1 << 16];
    ssize_t count = read(stream->descriptor, buffer, sizeof buffer);
    if (count > 0 && stream->file) check(write(stream->file, buffer, (size_t)count) != count, "write");
    if (count > 0 || (count < 0 && errno == EINTR)) return 0;
    if (stream->file) close(stream->file);
    // First out of epoll, then closed: a child that was just started may still hold a copy of the descriptor.
    epoll_ctl(poller, EPOLL_CTL_DEL, stream->descriptor, NULL);
    close(stream->descriptor);
    if (--stream->child->open_streams > 0) return 0;
    check(waitpid(stream->child->pid, NULL, 0) < 0, "waitpid");
    return 1;
}

int main(int argument_count, char **arguments) {
    if (argument_count > 3 && !strcmp(arguments[1], "--into")) {
        directory = arguments[2];
        arguments += 2;
        argument_count -= 2;
    }
    long waiting = argument_count > 3 ? atol(arguments[1]) : 0, slots = argument_count > 3 ? atol(arguments[2]) : 0;
    if (waiting < 1 || slots < 1) {
        fprintf(stderr, "usage: spawn-floor [--into DIRECTORY] COUNT SLOTS PROGRAM [ARGUMENT ...]\n");
        return 2;
    }
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    poller = epoll_create1(EPOLL_CLOEXEC);
    struct child *children = calloc((size_t)slots, sizeof *children), *free_children = NULL;
    check(poller < 0 || !children, "start");
    for (long i = 0; i < slots; i++) {
        children[i].next_free = free_children;
        free_children = &children[i];
    }
    for (long running = 0; waiting || running;) {
        for (; waiting && free_children; waiting--, running++) {
            struct child *child = free_children;
            free_children = child->next_free;
            start(child, arguments + 3);
        }
        struct epoll_event events[32];
        int count = epoll_wait(poller, events, 32, -1);
        for (int i = 0; i < count; i++) {
            struct stream *stream = events[i].data.ptr;
            if (!drain(stream)) continue;
            stream->child->next_free = free_children;
            free_children = stream->child;
            running--;
        }
    }
    return 0;
}
