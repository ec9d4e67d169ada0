/// One run of `aurora spawn` over `count` tasks, from its start to its end: task file, events, metrics, breakers, results.
///
/// - Parameters:
///   - count: How many tasks.
///   - slots: How many at a time.
/// - Returns: The time it took.
/// - Throws: When the command fails or does not report that every task succeeded.
func measureAurora(count: Int, slots: Int) async throws -> Duration {
    let directory = "\(Shell.ownDirectory)/bench"
    let tasks = (1...count).lazy.map { #"{"id": "\#($0)", "prompt": "task \#($0)"}"# }.joined(separator: ",\n")
    _ = try Shell.time("rm -rf '\(directory)' && mkdir -p '\(directory)/.aurora'")
    try Shell.write("[\n\(tasks)\n]\n", to: "\(directory)/tasks.json")
    try Shell.write(
        #"{"spawner": {"tools": {"true": {"command": ["/bin/true"], "prompt": "none"}}}}"#,
        to: "\(directory)/.aurora/config.json")
    let time = try Shell.time(
        """
        cd '\(directory)' && '\(Shell.ownDirectory)/aurora' spawn tasks.json -j \(slots) --tool true \
        --ui none --results results.json
        """)
    _ = try Shell.time("grep -q '\"succeeded\": *\(count)' '\(directory)/results.json'")
    return time
}
