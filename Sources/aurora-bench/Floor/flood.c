// Writes BYTES bytes to its stdout as fast as they are taken: always the same ones for the same SEED, and no period that
// a lost or doubled piece could hide behind.
//
//     flood BYTES SEED
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Prime, so that the block begins elsewhere in every page and every pipe.
#define BLOCK 262139

int main(int argument_count, char **arguments) {
    static unsigned char block[BLOCK];
    if (argument_count != 3) return 2;
    long long rest = atoll(arguments[1]);
    uint64_t state = (uint64_t)atoll(arguments[2]) * 2654435761u + 1;
    for (int i = 0; i < BLOCK; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        block[i] = (unsigned char)state;
    }
    for (uint64_t number = 0; rest > 0; number++) {
        memcpy(block, &number, sizeof number);
        size_t count = rest < BLOCK ? (size_t)rest : BLOCK;
        for (size_t done = 0; done < count;) {
            ssize_t written = write(STDOUT_FILENO, block + done, count - done);
            if (written < 0 && errno != EINTR) return 1;
            if (written > 0) done += (size_t)written;
        }
        rest -= (long long)count;
    }
    return 0;
}
