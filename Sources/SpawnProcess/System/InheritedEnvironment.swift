internal import CLinux
internal import SpawnCore

/// The environment this program was started with, read once, and what a child gets in its place.
struct InheritedEnvironment: ~Copyable {
    private var entries: [String] = []
    private var places: [String: Int] = [:]
    private let vector: CStringVector

    init() {
        var next = unsafe linux_environment()
        while let entry = unsafe next?.pointee {
            let text = unsafe String(cString: entry)
            places[String(text.prefix { $0 != "=" })] = entries.count
            entries.append(text)
            unsafe next = unsafe next.map { unsafe $0 + 1 }
        }
        vector = CStringVector(entries)
    }

    /// Calls `body` with the environment of a child that sets `variables`; the usual case, none, copies nothing.
    func with<Result>(
        _ variables: [EnvironmentVariables.Entry],
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        guard !variables.isEmpty else { return unsafe body(vector.pointers) }
        var all = entries
        for variable in variables {
            let entry = "\(variable.name)=\(variable.value)"
            if let place = places[variable.name] { all[place] = entry } else { all.append(entry) }
        }
        let vector = CStringVector(all)
        return unsafe body(vector.pointers)
    }
}
