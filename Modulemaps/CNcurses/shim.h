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
#include <sys/mman.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

static inline WINDOW *aurora_stdscr(void) { return stdscr; }
static inline int aurora_color_count(void) { return COLORS; }
static inline int aurora_pair_count(void) { return COLOR_PAIRS; }

static inline attr_t aurora_bold(void) { return WA_BOLD; }
static inline attr_t aurora_dim(void) { return WA_DIM; }
static inline attr_t aurora_reverse(void) { return WA_REVERSE; }
static inline attr_t aurora_underline(void) { return WA_UNDERLINE; }

// What the terminal type of TERM lacks; nothing is written to the terminal.
enum aurora_terminal_fault { aurora_terminal_suits, aurora_terminal_is_unknown, aurora_terminal_places_no_cursor };

static inline enum aurora_terminal_fault aurora_terminal_fault(void) {
    int error = 0;
    if (setupterm(NULL, STDOUT_FILENO, &error) != OK) {
        // A hard-copy or a generic one is known, and no screen.
        return error == 1 ? aurora_terminal_places_no_cursor : aurora_terminal_is_unknown;
    }
    const char *sequence = tigetstr("cup");
    int places_cursor = sequence != NULL && sequence != (const char *)-1;
    del_curterm(cur_term);
    return places_cursor ? aurora_terminal_suits : aurora_terminal_places_no_cursor;
}

// Opens the terminal; NULL where TERM is unknown. LINES and COLUMNS are not asked. Where the window is, the size is known to
// what gives the terminal back as well, which would leave a scroll region behind otherwise; but it may be said to be so large that
// a screen of it takes gigabytes, and then the size is to be set afterwards. ncurses installs signal handlers of its own, which
// exit the process: ours, or the defaults, are put back.
static inline SCREEN *aurora_open_screen(bool asks_window) {
    static const int signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
    enum { count = sizeof signals / sizeof *signals };
    struct sigaction saved[count];
    for (int i = 0; i < count; i++) sigaction(signals[i], NULL, &saved[i]);
    use_env(FALSE);
    use_tioctl(asks_window);
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

// A file without a name, in memory; -1 where there is none to be had.
static inline int aurora_memory_file(void) {
    extern int memfd_create(const char *name, unsigned int flags);
    return memfd_create("stderr", 1);
}

static inline void aurora_write(const char *text) {
    ssize_t written = write(STDOUT_FILENO, text, strlen(text));
    (void)written;
}

// What terminfo has no names for: bracketed paste, reports of focus, the mouse with its SGR coordinates. A frame that was cut
// off between its marks would keep the terminal from showing anything: the end of one is sent always, and means nothing to
// terminals that do not know the marks.
#define AURORA_MODES_ON "\033[?2004h\033[?1004h\033[?1000h\033[?1006h"
#define AURORA_MODES_OFF "\033[?2026l\033[?1006l\033[?1000l\033[?1004l\033[?2004l"

// Where it is noted whether they are on.
static int *aurora_modes_are_on = NULL;

static inline void aurora_note_modes_in(int *place) { aurora_modes_are_on = place; }

// A number that is 0 at first and the same for this process and all that are forked from it, where that can be had.
static inline int *aurora_shared_number(void) {
    static int own;
    void *page = mmap(NULL, sizeof own, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return page == MAP_FAILED ? &own : page;
}

static inline void aurora_modes(int on) {
    if (on == *aurora_modes_are_on) return;
    *aurora_modes_are_on = on;
    aurora_write(on ? AURORA_MODES_ON : AURORA_MODES_OFF);
}

// Gives the terminal back. Safe at any time and any number of times, also from atexit. ncurses takes the terminal with the
// first frame only, the modes are on before that.
static inline void aurora_restore_terminal(void) {
    aurora_modes(0);
    if (stdscr != NULL && !isendwin()) endwin();
}

// What gives the terminal back when nothing of ncurses may be called any more: its settings, the bytes that end the full
// screen, the descriptor that stderr was before it was captured, or -1, and the file that keeps what was written to it.
struct aurora_rescue {
    struct termios settings;
    char bytes[256];
    int error_descriptor;
    int kept_errors;
    struct sigaction before[NSIG];
};

static inline struct aurora_rescue *aurora_rescue(void) {
    static struct aurora_rescue rescue = {.error_descriptor = -1};
    return &rescue;
}

// For signals that say the program is broken: gives the terminal back with async-signal-safe calls alone, then lets the
// signal do what it would have done.
static inline void aurora_rescue_terminal(int signal) {
    struct aurora_rescue *rescue = aurora_rescue();
    aurora_write(rescue->bytes);
    *aurora_modes_are_on = 0;
    tcsetattr(STDIN_FILENO, TCSANOW, &rescue->settings);
    if (rescue->error_descriptor >= 0) {
        // The last words of the program, which say what is broken.
        char words[4096];
        dup2(rescue->error_descriptor, STDERR_FILENO);
        off_t size = lseek(rescue->kept_errors, 0, SEEK_END);
        lseek(rescue->kept_errors, size > (off_t)sizeof words ? size - (off_t)sizeof words : 0, SEEK_SET);
        ssize_t count = read(rescue->kept_errors, words, sizeof words);
        if (count > 0) count = write(STDERR_FILENO, words, (size_t)count);
    }
    sigaction(signal, &rescue->before[signal], NULL);
    raise(signal);
}

static inline void aurora_append(char *bytes, size_t size, const char *text) {
    if (text != NULL && text != (char *)-1 && strlen(bytes) + strlen(text) < size) strcat(bytes, text);
}

// To be called before the terminal's settings are changed, so that these are the ones to go back to.
static inline void aurora_note_settings(int error_descriptor, int kept_errors) {
    tcgetattr(STDIN_FILENO, &aurora_rescue()->settings);
    aurora_rescue()->error_descriptor = error_descriptor;
    aurora_rescue()->kept_errors = kept_errors;
}

// Arranges for the terminal to be given back however the program ends.
static inline void aurora_restore_whatever_happens(void) {
    static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT};
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = aurora_rescue_terminal;
    action.sa_flags = SA_ONSTACK;
    char *bytes = aurora_rescue()->bytes;
    bytes[0] = 0;
    aurora_append(bytes, sizeof aurora_rescue()->bytes, AURORA_MODES_OFF);
    aurora_append(bytes, sizeof aurora_rescue()->bytes, tigetstr("sgr0"));
    aurora_append(bytes, sizeof aurora_rescue()->bytes, tigetstr("cnorm"));
    aurora_append(bytes, sizeof aurora_rescue()->bytes, tigetstr("rmcup"));
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        sigaction(signals[i], &action, &aurora_rescue()->before[signals[i]]);
    atexit(aurora_restore_terminal);
}

// Counts a signal into an eventfd, which is all that a handler may do.
static inline void aurora_count(int descriptor) {
    int saved = errno;
    uint64_t one = 1;
    ssize_t written = write(descriptor, &one, sizeof one);
    (void)written;
    errno = saved;
}

// A handler may only write to a descriptor; the variable is where it finds it. signalfd would not do: the main thread of a
// Swift program with an asynchronous main sleeps with every signal unblocked and would take the signal.
static int aurora_change_descriptor = -1;

// Whether somebody wants the program to stop.
static volatile sig_atomic_t aurora_stop_is_wanted = 0;

static inline void aurora_note_change(int signal) {
    if (signal == SIGTSTP) aurora_stop_is_wanted = 1;
    aurora_count(aurora_change_descriptor);
}

// Counts what changes the terminal behind our back into an eventfd: another size (SIGWINCH), and whatever a shell did with
// it while we were stopped (SIGCONT).
static inline void aurora_watch_changes(int descriptor) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    aurora_change_descriptor = descriptor;
    action.sa_handler = aurora_note_change;
    action.sa_flags = SA_RESTART;
    sigaction(SIGWINCH, &action, NULL);
    sigaction(SIGCONT, &action, NULL);
}

// Counts in the same way what asks the program to stop (SIGTSTP), until that is to have the effect again that it had before.
static inline void aurora_watch_stops(int on) {
    static struct sigaction before;
    if (on) {
        sigaction(SIGTSTP, NULL, &before);
        struct sigaction action = before;
        action.sa_handler = aurora_note_change;
        if (before.sa_handler != SIG_IGN) sigaction(SIGTSTP, &action, NULL);
    } else {
        sigaction(SIGTSTP, &before, NULL);
    }
}

static inline int aurora_take_stop(void) {
    int is_wanted = aurora_stop_is_wanted;
    aurora_stop_is_wanted = 0;
    return is_wanted;
}
