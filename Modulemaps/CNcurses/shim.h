// ncurses with wide characters. Macros and globals that Swift cannot import get an inline accessor here.
#pragma once
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#include <ncursesw/curses.h>
