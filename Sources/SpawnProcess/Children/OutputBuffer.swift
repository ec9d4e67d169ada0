internal import CText
internal import SpawnCore

/// Keeps the first and the last bytes of a stream, whatever its length.
struct OutputBuffer {
    private(set) var byteCount = 0
    private var lineEnds = 0
    private var head: [UInt8] = []
    /// Grows to the limit, then wraps: from then on its oldest byte is at `oldest`.
    private var tail: [UInt8] = []
    private var oldest = 0

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        byteCount += bytes.count
        lineEnds += unsafe aurora_line_ends(bytes.baseAddress, bytes.count)
        let toHead = min(bytes.count, CapturedOutput.limit - head.count)
        if toHead > 0 { unsafe head.append(contentsOf: bytes[..<toHead]) }
        if toHead < bytes.count { unsafe appendToTail(UnsafeRawBufferPointer(rebasing: bytes[toHead...])) }
    }

    private mutating func appendToTail(_ bytes: UnsafeRawBufferPointer) {
        let limit = CapturedOutput.limit
        var position = max(0, bytes.count - limit)
        if tail.count < limit {
            let count = min(bytes.count - position, limit - tail.count)
            unsafe tail.append(contentsOf: bytes[position..<position + count])
            position += count
        }
        while position < bytes.count {
            let count = min(bytes.count - position, limit - oldest)
            unsafe tail.withUnsafeMutableBytes {
                unsafe UnsafeMutableRawBufferPointer(rebasing: $0[oldest..<oldest + count])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[position..<position + count]))
            }
            oldest = (oldest + count) % limit
            position += count
        }
    }

    var captured: CapturedOutput {
        var captured = CapturedOutput(
            head: head, tail: oldest == 0 ? tail : Array(tail[oldest...] + tail[..<oldest]), byteCount: byteCount)
        captured.lineEnds = lineEnds
        return captured
    }

    /// The last `count` bytes, for a count no greater than the limit.
    func suffix(_ count: Int) -> [UInt8] {
        let fromTail = min(count, tail.count)
        let newest = tail[max(0, oldest - fromTail)..<oldest]
        return head.suffix(count - fromTail) + tail[oldest...].suffix(fromTail - newest.count) + newest
    }
}
