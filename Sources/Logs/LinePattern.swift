internal import CVectorscan

/// A regular expression that lines are searched for. Letters match in either case unless it has a capital. Used by one
/// thread at a time.
@safe package final class LinePattern {
    /// What is wrong with an expression, in a few words.
    package struct Mistake: Error, Equatable, CustomStringConvertible {
        package var description: String
    }

    /// Finds ends of matches.
    private let quick: OpaquePointer
    /// Finds beginnings too; `nil` for an expression of which they cannot be known.
    private let located: OpaquePointer?
    private let scratch: OpaquePointer
    private var visible = VisibleText()

    /// Compiles an expression.
    ///
    /// - Parameter expression: It has the form of Perl's, without back-references and look-around.
    /// - Throws: What is wrong with it.
    package init(_ expression: String) throws(Mistake) {
        var flags = UInt32(HS_FLAG_MULTILINE)
        if !Self.hasCapital(expression) { flags |= UInt32(HS_FLAG_CASELESS) }
        let quick = unsafe try Self.compile(expression, flags)
        let located = unsafe try? Self.compile(expression, flags | UInt32(HS_FLAG_SOM_LEFTMOST))
        var scratch: OpaquePointer?
        unsafe hs_alloc_scratch(quick, &scratch)
        if let located = unsafe located { unsafe hs_alloc_scratch(located, &scratch) }
        guard let scratch = unsafe scratch else { throw Mistake(description: "there is not enough memory for it") }
        unsafe self.quick = unsafe quick
        unsafe self.located = unsafe located
        unsafe self.scratch = unsafe scratch
    }

    deinit {
        unsafe hs_free_scratch(scratch)
        unsafe hs_free_database(quick)
        if let located = unsafe located { unsafe hs_free_database(located) }
    }

    private static func compile(
        _ expression: String, _ flags: UInt32
    ) throws(Mistake) -> OpaquePointer {
        guard !expression.utf8.contains(0) else { throw Mistake(description: "it has a null character") }
        var database: OpaquePointer?
        var failure: UnsafeMutablePointer<hs_compile_error_t>?
        let code = unsafe hs_compile(expression, flags, UInt32(HS_MODE_BLOCK), nil, &database, &failure)
        if let failure = unsafe failure {
            defer { unsafe hs_free_compile_error(failure) }
            throw Mistake(description: unsafe String(cString: failure.pointee.message))
        }
        guard code == HS_SUCCESS, let database = unsafe database else {
            throw Mistake(description: "there is not enough memory for it")
        }
        return unsafe database
    }

    /// A capital that is not part of an escape such as `\W`.
    private static func hasCapital(_ expression: String) -> Bool {
        var isEscaped = false
        for byte in expression.utf8 {
            if !isEscaped, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) { return true }
            isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        }
        return false
    }

    /// Whether it is found in a line as a person sees it.
    package func isFound(in line: [UInt8]) -> Bool {
        unsafe line.withUnsafeBytes { unsafe !lines(in: $0).isEmpty }
    }

    /// Where it is found in lines as a person sees them.
    ///
    /// - Parameter bytes: Whole lines.
    /// - Returns: Those it is found in, counted from 0, in order.
    func lines(in bytes: UnsafeRawBufferPointer) -> [Int] {
        let text = unsafe visible.text(of: bytes)
        var candidates = unsafe CandidateLines(text)
        var code = HS_SCAN_TERMINATED
        while code == HS_SCAN_TERMINATED {
            let rest = unsafe UnsafeRawBufferPointer(rebasing: text[candidates.begin()...])
            code = unsafe withUnsafeMutablePointer(to: &candidates) { context in
                unsafe scan(rest, context) { _, _, end, _, context in
                    let candidates = unsafe context?.assumingMemoryBound(to: CandidateLines.self)
                    return unsafe candidates?.pointee.note(Int(end)) == true ? 0 : 1
                }
            }
        }
        // A match may reach over a line end. Then it is none.
        return candidates.found.filter { unsafe hasMatch(UnsafeRawBufferPointer(rebasing: text[$0.bytes])) }.map(
            \.number)
    }

    private func hasMatch(_ text: UnsafeRawBufferPointer) -> Bool {
        unsafe scan(text, nil) { _, _, _, _, _ in 1 } == HS_SCAN_TERMINATED
    }

    private func scan(
        _ text: UnsafeRawBufferPointer, _ context: UnsafeMutableRawPointer?, _ handler: match_event_handler
    ) -> CInt {
        guard let start = unsafe text.bindMemory(to: CChar.self).baseAddress else { return HS_SUCCESS }
        return unsafe hs_scan(quick, start, UInt32(text.count), 0, scratch, handler, context)
    }

    /// Where it is found in a line, as ranges of bytes that do not overlap, in order.
    package func ranges(in line: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        guard let located = unsafe located, !line.isEmpty else { return [] }
        unsafe withUnsafeMutablePointer(to: &found) { context in
            unsafe line.withUnsafeBytes { bytes in
                _ = unsafe hs_scan(
                    located, bytes.bindMemory(to: CChar.self).baseAddress, UInt32(bytes.count), 0, scratch,
                    { _, from, to, _, context in
                        let range = Int(from)..<Int(to)
                        unsafe context?.assumingMemoryBound(to: [Range<Int>].self).pointee.append(range)
                        return 0
                    }, context)
            }
        }
        return found.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, range in
            guard let last = merged.last, range.lowerBound < last.upperBound else { return merged.append(range) }
            merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
        }
    }
}
