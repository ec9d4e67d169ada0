// Control characters and line ends in text: one loop over all that is searched or counted, in C because vectors in Swift take a hundred times as long
// where nothing is optimized, as in tests.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t aurora_block __attribute__((vector_size(32)));

/// How many bytes there are before the first that is a control character, but for tabs and line ends, or that may begin one: 0xC2
/// is the first byte of U+0080 to U+00BF.
static inline size_t aurora_plain_length(const void *start, size_t count) {
    const uint8_t *bytes = (const uint8_t *)start;
    size_t place = 0;
    for (; place + sizeof(aurora_block) <= count; place += sizeof(aurora_block)) {
        aurora_block block;
        memcpy(&block, bytes + place, sizeof block);
        uint64_t words[4];
        aurora_block special = (aurora_block)(((block < 0x20) & (block != '\n') & (block != '\t')) | (block == 0x7F) | (block == 0xC2));
        memcpy(words, &special, sizeof words);
        if (!(words[0] | words[1] | words[2] | words[3])) continue;
        size_t word = 0;
        while (!words[word]) word++;
        return place + 8 * word + (size_t)__builtin_ctzll(words[word]) / 8;
    }
    for (; place < count; place++) {
        uint8_t byte = bytes[place];
        if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F || byte == 0xC2) break;
    }
    return place;
}

/// How many line ends there are.
static inline size_t aurora_line_ends(const void *start, size_t count) {
    const uint8_t *bytes = (const uint8_t *)start;
    size_t ends = 0;
    size_t place = 0;
    while (place + sizeof(aurora_block) <= count) {
        // A byte of the sum holds 255 at most.
        aurora_block sum = {0};
        for (int round = 0; round < 255 && place + sizeof sum <= count; round++, place += sizeof sum) {
            aurora_block block;
            memcpy(&block, bytes + place, sizeof block);
            sum -= (aurora_block)(block == '\n');
        }
        for (size_t byte = 0; byte < sizeof sum; byte++) ends += sum[byte];
    }
    for (; place < count; place++) ends += bytes[place] == '\n';
    return ends;
}
