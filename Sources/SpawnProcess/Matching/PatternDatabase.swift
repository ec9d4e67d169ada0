internal import CVectorscan
package import SpawnCore

/// A set of patterns compiled by Vectorscan: all of them are matched in one pass.
///
/// It may be used from any thread; scans of one database take turns, because they share its working memory.
@safe package final class PatternDatabase: Sendable {
    // Both are written once, before anybody else knows the object. Vectorscan only reads a database that it scans with, and
    // the scratch is used under the lock alone.
    private nonisolated(unsafe) let database: OpaquePointer
    private nonisolated(unsafe) let scratch: OpaquePointer
    private let lock = Guarded(())

    /// What is searched.
    package enum Subject {
        /// Texts that are there as a whole, by ``matches(in:)``.
        case texts
        /// Bytes as they come, by a ``PatternStream``; it matches across their borders.
        case streams
    }

    /// Compiles patterns, matched without regard to case; `^` and `$` stand for the ends of lines.
    ///
    /// - Parameters:
    ///   - expressions: The patterns; the place of each is what its matches are called by.
    ///   - subject: What is searched.
    /// - Throws: ``PatternError`` for one that is wrong, or that Vectorscan has not got, such as a back-reference.
    package init(_ expressions: [String], for subject: Subject) throws(PatternError) {
        let strings = CStringVector(expressions)
        let flag = UInt32(HS_FLAG_CASELESS | HS_FLAG_MULTILINE | HS_FLAG_SOM_LEFTMOST)
        var database: OpaquePointer?
        var failure: UnsafeMutablePointer<hs_compile_error_t>?
        let mode =
            switch subject {
            case .texts: UInt32(HS_MODE_BLOCK)
            case .streams: UInt32(HS_MODE_STREAM) | UInt32(HS_MODE_SOM_HORIZON_LARGE)
            }
        let code = unsafe strings.pointers.withMemoryRebound(
            to: UnsafePointer<CChar>?.self, capacity: expressions.count + 1
        ) { pointers in
            unsafe hs_compile_multi(
                pointers, Array(repeating: flag, count: expressions.count), (0..<UInt32(expressions.count)).map(\.self),
                UInt32(expressions.count), mode, nil, &database, &failure)
        }
        if let failure = unsafe failure {
            defer { unsafe hs_free_compile_error(failure) }
            let index = unsafe Int(failure.pointee.expression)
            throw unsafe PatternError(
                index: expressions.indices.contains(index) ? index : nil,
                reason: String(cString: failure.pointee.message))
        }
        // What it needed and has freed stays with this thread's part of the heap else: 7 MB for the built-in patterns.
        malloc_trim(0)
        var scratch: OpaquePointer?
        guard code == HS_SUCCESS, let database = unsafe database,
            unsafe hs_alloc_scratch(database, &scratch) == HS_SUCCESS, let scratch = unsafe scratch
        else { throw PatternError(index: nil, reason: "there is not enough memory for the patterns") }
        unsafe self.database = unsafe database
        unsafe self.scratch = unsafe scratch
    }

    deinit {
        unsafe hs_free_scratch(scratch)
        unsafe hs_free_database(database)
    }

    /// The matches in a text, by their places in it, in the order of their ends.
    package func matches(in text: [UInt8]) -> [RuleMatch] {
        var matches: [RuleMatch] = []
        unsafe text.withUnsafeBytes { bytes in
            unsafe scan(bytes, into: &matches) { start, count, found, matches in
                unsafe hs_scan(database, start, count, 0, scratch, found, matches)
            }
        }
        return matches
    }

    /// Begins a stream of bytes; its own state is less than a hundred bytes.
    func openStream() -> OpaquePointer {
        var stream: OpaquePointer?
        let code = unsafe hs_open_stream(database, 0, &stream)
        guard code == HS_SUCCESS, let stream = unsafe stream else {
            preconditionFailure("there is not enough memory to match patterns")
        }
        return unsafe stream
    }

    func closeStream(_ stream: OpaquePointer) {
        unsafe hs_close_stream(stream, nil, nil, nil)
    }

    /// Takes the next bytes of a stream and adds their matches.
    func scan(_ bytes: UnsafeRawBufferPointer, _ stream: OpaquePointer, into matches: inout [RuleMatch]) {
        unsafe scan(bytes, into: &matches) { start, count, found, matches in
            unsafe hs_scan_stream(stream, start, count, 0, scratch, found, matches)
        }
    }

    private typealias Search = (
        UnsafePointer<CChar>, UInt32, match_event_handler?, UnsafeMutablePointer<[RuleMatch]>
    ) -> hs_error_t

    private func scan(_ bytes: UnsafeRawBufferPointer, into matches: inout [RuleMatch], _ search: Search) {
        guard let start = unsafe bytes.bindMemory(to: CChar.self).baseAddress else { return }
        lock.withLock { _ in
            unsafe withUnsafeMutablePointer(to: &matches) { matches in
                _ = unsafe search(
                    start, UInt32(bytes.count),
                    { rule, from, to, _, context in
                        unsafe context?.assumingMemoryBound(to: [RuleMatch].self).pointee.append(
                            RuleMatch(rule: Int(rule), start: Int(from), end: Int(to)))
                        return 0
                    }, matches)
            }
        }
    }
}

/// A pattern that cannot be used.
package struct PatternError: Error, Equatable {
    /// The place of the pattern; `nil` when it is about all of them together.
    package var index: Int?
    /// What is wrong with it.
    package var reason: String
}
