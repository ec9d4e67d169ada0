// ncurses with wide characters. Macros and globals that Swift cannot import get an inline accessor here.
#pragma once
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#include <errno.h>
#include <ncursesw/curses.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static inline WINDOW *aurora_stdscr(void) { return stdscr; }
static inline int aurora_color_count(void) { return COLORS; }
static inline int aurora_pair_count(void) { return COLOR_PAIRS; }

static inline attr_t aurora_bold(void) { return WA_BOLD; }
static inline attr_t aurora_dim(void) { return WA_DIM; }
static inline attr_t aurora_reverse(void) { return WA_REVERSE; }
static inline attr_t aurora_underline(void) { return WA_UNDERLINE; }

// Opens the terminal; NULL where TERM is unknown. ncurses installs signal handlers of its own, which exit the process:
// ours, or the defaults, are put back.
static inline SCREEN *aurora_open_screen(void) {
    static const int signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
    enum { count = sizeof signals / sizeof *signals };
    struct sigaction saved[count];
    for (int i = 0; i < count; i++) sigaction(signals[i], NULL, &saved[i]);
    SCREEN *screen = newterm(NULL, stdout, stdin);
    for (int i = 0; i < count; i++) sigaction(signals[i], &saved[i], NULL);
    return screen;
}

// Rows and columns of the terminal behind a descriptor; 0 where it has none.
static inline struct winsize aurora_terminal_size(int descriptor) {
    struct winsize size;
    memset(&size, 0, sizeof size);
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) memset(&size, 0, sizeof size);
    return size;
}

// Bracketed paste is no capability of terminfo.
static inline void aurora_bracketed_paste(int on) {
    const char *text = on ? "\033[?2004h" : "\033[?2004l";
    ssize_t written = write(STDOUT_FILENO, text, strlen(text));
    (void)written;
}

// Gives the terminal back. Safe at any time and any number of times, also from atexit.
static inline void aurora_restore_terminal(void) {
    if (stdscr == NULL || isendwin()) return;
    aurora_bracketed_paste(0);
    endwin();
}

static inline void aurora_restore_terminal_at_exit(void) { atexit(aurora_restore_terminal); }

// The handler of SIGWINCH may only write to a descriptor; the variable is where it finds it. signalfd would not do: the
// main thread of a Swift program with an asynchronous main sleeps with every signal unblocked and would take the signal.
static int aurora_resize_descriptor = -1;

static inline void aurora_note_resize(int signal) {
    (void)signal;
    int saved = errno;
    uint64_t one = 1;
    ssize_t written = write(aurora_resize_descriptor, &one, sizeof one);
    (void)written;
    errno = saved;
}

// Counts every SIGWINCH into an eventfd.
static inline void aurora_watch_resize(int descriptor) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    aurora_resize_descriptor = descriptor;
    action.sa_handler = aurora_note_resize;
    action.sa_flags = SA_RESTART;
    sigaction(SIGWINCH, &action, NULL);
}
