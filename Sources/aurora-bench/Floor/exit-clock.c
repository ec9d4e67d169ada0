// A child that says when it ended: writes the monotonic clock in nanoseconds and exits, with nothing in between.
#include <stdint.h>
#include <time.h>
#include <unistd.h>

int main(void) {
    char text[24];
    char *start = text + sizeof text;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    for (uint64_t rest = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec; rest; rest /= 10) {
        *--start = (char)('0' + rest % 10);
    }
    _exit(write(STDOUT_FILENO, start, (size_t)(text + sizeof text - start)) < 0);
}
