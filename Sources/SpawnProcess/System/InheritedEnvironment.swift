internal import CLinux
internal import Glibc
internal import SpawnCore

/// The environment this program was started with, read once, and what a child gets in its place. Its bytes are passed on as
/// they are: nothing says that they are text.
struct InheritedEnvironment: ~Copyable {
    private var entries: [[UInt8]] = []
    private var places: [[UInt8]: Int] = [:]
    private let vector: CStringVector

    init() {
        var next = unsafe linux_environment()
        while let entry = unsafe next?.pointee {
            let bytes = unsafe Array(UnsafeRawBufferPointer(start: entry, count: strlen(entry)))
            let name = Array(bytes.prefix { $0 != UInt8(ascii: "=") })
            // Of two with one name every program sees the first.
            if places[name] == nil {
                places[name] = entries.count
                entries.append(bytes)
            }
            unsafe next = unsafe next.map { unsafe $0 + 1 }
        }
        vector = CStringVector(bytes: entries)
    }

    /// Calls `body` with the environment of a child that changes `variables`; where it changes none, nothing is copied.
    func with<Result>(
        _ variables: EnvironmentVariables, _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        guard !variables.entries.isEmpty || !variables.removed.isEmpty else { return unsafe body(vector.pointers) }
        var all: [[UInt8]?] = entries
        for variable in variables.entries {
            let entry = Array("\(variable.name)=\(variable.value)".utf8)
            if let place = places[Array(variable.name.utf8)] {
                if !variable.isOffer { all[place] = entry }
            } else {
                all.append(entry)
            }
        }
        for name in variables.removed {
            if let place = places[Array(name.utf8)] { all[place] = nil }
        }
        let vector = CStringVector(bytes: all.compactMap(\.self))
        return unsafe body(vector.pointers)
    }
}
