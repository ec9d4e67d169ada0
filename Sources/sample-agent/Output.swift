import Glibc

/// Writing without buffers, so that what was said is out before anything else happens.
enum Output {
    static func write(_ text: String, to descriptor: Int32) {
        write(Array(text.utf8), to: descriptor)
    }

    /// Writes everything.
    ///
    /// - Returns: False when it could not be written, which a script that closed its stdout brings about on purpose.
    @discardableResult
    static func write(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> Bool {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}

/// Does nothing for a while, whatever signals arrive and are survived.
func pause(_ seconds: Double) {
    let whole = seconds.rounded(.down)
    var rest = timespec(tv_sec: Int(whole), tv_nsec: Int((seconds - whole) * 1e9))
    var left = rest
    while unsafe nanosleep(&rest, &left) != 0 && errno == EINTR { rest = left }
}
