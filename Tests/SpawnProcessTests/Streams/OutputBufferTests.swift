import SpawnCore
import Testing

@testable import SpawnProcess

/// The head and the tail of a stream.
struct OutputBufferTests {
    /// Pieces of any size against the plain rule: the first 64 KiB, and the last 64 KiB of the rest.
    @Test(arguments: UInt64(1)...20)
    func `head, tail and count are those of the whole stream`(seed: UInt64) {
        var chance = SplitMix64(seed: seed)
        var buffer = OutputBuffer()
        var whole: [UInt8] = []
        let pieces = Int.random(in: 1...12, using: &chance)
        for _ in 0..<pieces {
            let size = Int.random(in: 0...(seed % 2 == 0 ? 5000 : 150_000), using: &chance)
            let piece = (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &chance) }
            unsafe piece.withUnsafeBytes { unsafe buffer.append($0) }
            whole += piece
            let captured = buffer.captured
            #expect(captured.head == Array(whole.prefix(CapturedOutput.limit)))
            #expect(captured.tail == Array(whole.dropFirst(CapturedOutput.limit).suffix(CapturedOutput.limit)))
            #expect(captured.byteCount == whole.count)
            #expect(captured.lineEnds == whole.count { $0 == 0x0A })
            let window = Int.random(in: 0...4096, using: &chance)
            #expect(buffer.suffix(window) == Array(whole.suffix(window)))
        }
    }
}
