import AuroraSpawner
import Glibc
import SpawnCore

/// Notices what others than us change in the directories of our state, and in configurations wherever they lie, while a run goes
/// on: an agent may write there in spite of the sandbox it runs in, to have the next run start something outside of it.
struct StateWatch {
    /// What we write ourselves, by the beginning of its name.
    private static let ours = ["breakers", "runs", "status.txt", ".gitignore"]

    private let directories: Set<String>
    private let configurations: [String]
    /// Files that this run writes, wherever they were asked for.
    private let outputs: [String]
    private let before: [String: FileVersion]

    /// Notes what is there before the run.
    init(_ directories: Set<String>, configurations: [String], outputs: [String]) {
        self.directories = directories
        self.configurations = configurations
        self.outputs = outputs
        before = Self.look(directories, configurations)
    }

    /// What has changed since, in one sentence; `nil` when nothing has.
    var complaint: String? {
        let now = Self.look(directories, configurations)
        // Each under the first of its names, as where somebody works at home.
        var known = Set(outputs.compactMap { FileIdentity($0) })
        let changed = Set(now.keys).union(before.keys).sorted().filter { path in
            now[path] != before[path] && FileIdentity(path).map { known.insert($0).inserted } != false
        }
        guard let first = changed.first else { return nil }
        let others = changed.count > 1 ? " and \(changed.count - 1) more" : ""
        return "\(first)\(others) changed during the run, and not by aurora; look at it before the next run"
    }

    private static func look(_ directories: Set<String>, _ configurations: [String]) -> [String: FileVersion] {
        var versions: [String: FileVersion] = [:]
        for path in configurations { versions[path] = FileVersion(path) }
        for directory in directories {
            guard let stream = unsafe opendir(directory.cName) else { continue }
            defer { unsafe closedir(stream) }
            while let entry = unsafe readdir(stream) {
                let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { field in
                    unsafe String(systemName: field.prefix { $0 != 0 })
                }
                guard name != ".", name != "..", !ours.contains(where: name.hasPrefix) else { continue }
                versions["\(directory)/\(name)"] = FileVersion("\(directory)/\(name)", followsLinks: false)
            }
        }
        return versions
    }
}
