import AuroraSpawner
import FoundationEssentials
import Testing

/// Policies and results through the encoders and decoders that everybody has.
@Suite struct CodableTests {
    func roundTrip<Value: Codable>(_ value: Value) throws -> Value {
        try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
    }

    @Test(arguments: RandomValues.seeds(200))
    func `what is encoded is decoded as it was`(seed: UInt64) throws {
        var random = RandomValues(seed: seed)
        let backoff = random.backoff()
        #expect(try roundTrip(backoff) == backoff)
        let recovery = random.recoveryPolicy()
        #expect(try roundTrip(recovery) == recovery)
        let policy = random.spawnPolicy()
        #expect(try roundTrip(policy) == policy)
        let settings = random.breakerSettings()
        #expect(try roundTrip(settings) == settings)
        let configuration = random.configuration()
        #expect(try roundTrip(configuration) == configuration)
        let breaker = random.breaker()
        #expect(try roundTrip(breaker) == breaker)
        let result = random.result(
            random.int(0...99), SpawnTask(id: "1", prompt: "p"))
        #expect(try roundTrip(result) == result)
    }

    @Test func `every preset is encoded in the form of a configuration`() throws {
        for preset in RecoveryPolicy.presets {
            let text = String(decoding: try JSONEncoder().encode(preset.policy), as: UTF8.self)
            #expect(try RecoveryPolicy.fromConfig(json: "{\"spawner\": {\"recovery\": \(text)}}") == preset.policy)
        }
        for preset in SpawnPolicy.presets { #expect(try roundTrip(preset) == preset) }
    }

    @Test func `a policy is as strict to a decoder as to a file`() {
        func error(_ json: String) -> String {
            do {
                return "\(try JSONDecoder().decode(RecoveryPolicy.self, from: Data(json.utf8)))"
            } catch { return "\(error)" }
        }
        #expect(error(#"{"max_retries": "4"}"#) == "max_retries is \"4\"; allowed is a whole number from 0 to 1000")
        #expect(error(#"{"base_delay": -1}"#) == "base_delay is -1; allowed is seconds, from 0 to 1000000000")
        #expect(error(#"{"retries": 4}"#).hasPrefix("unknown key 'retries'; allowed are preset, strategy, "))
    }

    @Test func `presets are found by name and others are named`() throws {
        for preset in SpawnPolicy.presets { #expect(try SpawnPolicy.fromName(preset.name) == preset) }
        #expect { try SpawnPolicy.fromName("nice") } throws: {
            "\($0)" == "unknown policy 'nice'; "
                + "allowed are agent, patient, default, fast_fail, production, development, test"
        }
        #expect(try SpawnPolicy.fromConfig(["spawner": ["default_policy": "test"]]) == .test)
        #expect(try SpawnPolicy.fromConfig([:]) == .agent)
        #expect(
            try BreakerSettings.fromConfig(["spawner": ["circuit_breaker": ["reset_timeout": 0.5]]])
                == BreakerSettings(resetTimeout: .milliseconds(500)))
    }

    @Test func `every key of a configuration is documented`() throws {
        let page = "Sources/AuroraSpawner/AuroraSpawner.docc/Configuration.md"
        let root = String(
            #filePath.prefix(#filePath.count - "Tests/AuroraSpawnerTests/Configuration/CodableTests.swift".count))
        let text = try String(decoding: InputFile.read(root + page), as: UTF8.self)
        var configuration = SpawnerConfiguration()
        configuration.recovery = .default.withOverride("a", maxRetries: 1)
        configuration.policies = ["mine": .test]
        configuration.tools = ["mine": .claude]
        configuration.patterns = [.transient: [], .timeout: [], .resource: [], .permanent: []]
        var pending = [configuration.value]
        while let value = pending.popLast() {
            for member in value.members where !["a", "mine", "stdout", "stderr"].contains(member.key) {
                #expect(text.contains("`\(member.key)`"), "\(member.key)")
            }
            pending += value.members.map(\.value)
        }
    }
}
