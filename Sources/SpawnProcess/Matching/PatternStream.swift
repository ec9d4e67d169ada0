package import SpawnCore

/// One stream of bytes on its way through a ``PatternDatabase``. Used by one thread only.
@safe package final class PatternStream {
    private let database: PatternDatabase
    private let stream: OpaquePointer

    /// Begins a stream.
    ///
    /// - Parameter database: One that was compiled for ``PatternDatabase/Subject/streams``.
    package init(_ database: PatternDatabase) {
        self.database = database
        unsafe stream = database.openStream()
    }

    deinit { unsafe database.closeStream(stream) }

    /// Takes the next bytes.
    ///
    /// - Returns: The matches that end in them, by their places in the whole stream.
    package func scan(_ bytes: UnsafeRawBufferPointer) -> [RuleMatch] {
        var matches: [RuleMatch] = []
        unsafe database.scan(bytes, stream, into: &matches)
        return matches
    }
}
