package import AuroraSpawner
import Glibc

extension RunOptions {
    /// Makes sure that no file is written over another that is needed, whatever its names are.
    ///
    /// - Parameters:
    ///   - readsTasks: Whether the run reads a task file.
    ///   - environment: The environment, for where configurations are looked for.
    /// - Throws: ``InputError`` naming both.
    package func checkOutputs(readsTasks: Bool, environment: [String: String]) throws(InputError) {
        typealias Named = (name: String, identity: FileIdentity?)
        func file(_ name: String, _ path: String) -> Named { (name, FileIdentity(path)) }
        func output(_ option: String, _ path: String?) -> Named? {
            path.map { (option, $0 == "-" ? FileIdentity(descriptor: STDOUT_FILENO) : FileIdentity($0)) }
        }
        let configurations = [configFile].compactMap(\.self) + ConfigurationFile.candidates(environment: environment)
        var needed: [Named] = configurations.map { file("the configuration \($0)", $0) }
        if readsTasks {
            let isStandard = taskFile == "-"
            let identity = isStandard ? FileIdentity(descriptor: STDIN_FILENO) : FileIdentity(taskFile)
            needed.append((isStandard ? "the task file on stdin" : "the task file \(taskFile)", identity))
        }
        let state = ["breakers.json", "breakers.lock", "status.txt", ".gitignore"].map { name in
            file("\(stateDirectory)/\(name) of the state directory", "\(stateDirectory)/\(name)")
        }
        let records = FileIdentity("\(stateDirectory)/breakers")
        var written = [FileIdentity: String](minimumCapacity: 8)
        for (option, path) in [("--events", eventsFile), ("--results", resultsFile)] {
            guard let path, let output = output(option, path), let identity = output.identity else { continue }
            if let directory = path.lastIndex(of: "/"), let records, FileIdentity(String(path[..<directory])) == records
            {
                throw InputError(
                    file: path, message: "\(option) would be written among the breakers; another place is needed")
            }
            if let other = (needed + state).first(where: { $0.identity == identity })?.name ?? written[identity] {
                throw InputError(
                    file: path == "-" ? "stdout" : path,
                    message: "\(option) would be written over \(other); a file of its own is needed")
            }
            written[identity] = option
        }
        for place in state {
            guard let identity = place.identity, let other = needed.first(where: { $0.identity == identity }) else {
                continue
            }
            throw InputError(
                file: nil, message: "\(place.name) would be written over \(other.name); another --state-dir is needed")
        }
    }
}
