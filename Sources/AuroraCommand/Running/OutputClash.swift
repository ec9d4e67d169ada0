package import AuroraSpawner
import Glibc
import SpawnCore
import SpawnProcess

extension RunOptions {
    /// Makes sure that no file is written over another that is needed, whatever its names are.
    ///
    /// - Parameters:
    ///   - readsTasks: Whether the run reads a task file.
    ///   - configuration: The tools that may run.
    ///   - environment: The environment, for where configurations are looked for.
    /// - Throws: ``InputError`` naming both.
    package func checkOutputs(
        readsTasks: Bool, _ configuration: SpawnerConfiguration, environment: [String: String]
    ) throws(InputError) {
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
        needed += configuration.commandFiles.map { file("'\($0.path)', which the tool '\($0.tool)' runs", $0.path) }
        let state = ["breakers.json", "breakers.lock", "breakers", "runs", "status.txt", ".gitignore"].map { name in
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

extension SpawnerConfiguration {
    /// The files that commands of its tools name: programs, and scripts among their arguments.
    fileprivate var commandFiles: [(path: String, tool: String)] {
        let definitions = Array(tools.values) + agents.values + [fallback, try? tool(named: tool)].compactMap(\.self)
        return definitions.flatMap { (definition: ToolDefinition) -> [(path: String, tool: String)] in
            let words = definition.command.dropFirst().filter { !$0.isEmpty && !$0.hasPrefix("-") }
            let program = definition.command.first.flatMap {
                try? ProgramSearch.locate($0, definition.ownVariables, in: definition.workingDirectory)
            }
            let names: [String] = [program].compactMap(\.self) + words
            return names.compactMap { (word: String) -> (path: String, tool: String)? in
                let directory = word.hasPrefix("/") ? "" : definition.workingDirectory.map { "\($0)/" } ?? ""
                // A word that names nothing is no file.
                guard case .file = FileIdentity(directory + word) else { return nil }
                return (directory + word, definition.name)
            }
        }
    }
}
