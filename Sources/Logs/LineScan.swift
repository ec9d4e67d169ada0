internal import CVectorscan

/// A search through one stretch of bytes, from which escape sequences are left out: a word is found whatever colours it has.
@safe struct LineScan: ~Copyable {
    /// It has the scratch space, so it must live as long.
    private let pattern: LinePattern
    private let stream: OpaquePointer
    private var filter = EscapeFilter()
    /// Where bytes are stripped of escape sequences; made for the first piece that has any.
    private var buffer: UnsafeMutableRawBufferPointer?
    /// Bytes taken, and those of them that were searched.
    private var taken = 0
    private var searched = 0

    init(_ pattern: LinePattern) {
        var stream: OpaquePointer?
        guard unsafe hs_open_stream(pattern.streaming, 0, &stream) == HS_SUCCESS, let stream = unsafe stream else {
            preconditionFailure("there is not enough memory to search")
        }
        self.pattern = pattern
        unsafe self.stream = unsafe stream
    }

    deinit {
        unsafe hs_close_stream(stream, nil, nil, nil)
        unsafe buffer?.deallocate()
    }

    /// Takes the next bytes.
    ///
    /// - Parameters:
    ///   - bytes: The bytes.
    ///   - wantsLast: Whether the last match counts, rather than the first, after which no more may be taken.
    /// - Returns: Where the match in them ends, counted from the beginning of the stretch; `nil` for none.
    mutating func end(in bytes: UnsafeRawBufferPointer, wantsLast: Bool) -> Int? {
        var before = filter
        let isWhole = unsafe filter.passesWhole(bytes)
        let text = unsafe isWhole ? bytes : strip(bytes)
        defer {
            taken += bytes.count
            searched += text.count
        }
        guard let end = unsafe match(in: text, wantsLast: wantsLast) else { return nil }
        let length = end - searched
        guard !isWhole, length > 0, let buffer = unsafe buffer else { return taken + length }
        return unsafe taken + before.strip(bytes, into: buffer, most: length).read
    }

    private mutating func strip(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        if unsafe buffer?.count ?? 0 < bytes.count {
            unsafe buffer?.deallocate()
            unsafe buffer = .allocate(byteCount: bytes.count, alignment: 64)
        }
        guard let buffer = unsafe buffer else { return unsafe bytes }
        let (copied, _) = unsafe filter.strip(bytes, into: buffer)
        return unsafe UnsafeRawBufferPointer(rebasing: buffer[..<copied])
    }

    /// Where the first or the last match in the next bytes ends, counted in all that was searched.
    private func match(in text: UnsafeRawBufferPointer, wantsLast: Bool) -> Int? {
        guard let start = unsafe text.bindMemory(to: CChar.self).baseAddress else { return nil }
        let keepLast: match_event_handler = { _, _, to, _, context in
            unsafe context?.assumingMemoryBound(to: UInt64?.self).pointee = to
            return 0
        }
        let keepFirst: match_event_handler = { _, _, to, _, context in
            unsafe context?.assumingMemoryBound(to: UInt64?.self).pointee = to
            return 1
        }
        var end: UInt64?
        unsafe withUnsafeMutablePointer(to: &end) { context in
            _ = unsafe hs_scan_stream(
                stream, start, UInt32(text.count), 0, pattern.scratch, wantsLast ? keepLast : keepFirst, context)
        }
        return end.map { Int($0) }
    }
}
