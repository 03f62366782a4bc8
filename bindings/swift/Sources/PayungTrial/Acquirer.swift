#if os(Linux) || os(macOS)
    import Foundation

    #if canImport(FoundationNetworking)
        import FoundationNetworking
    #endif

    /// The sandbox acquirer in a process of its own: it issues codes, and somebody pays there.
    public final class Acquirer: @unchecked Sendable {
        /// As signed rules name it.
        static let merchant =
            "{\"nmid\":\"ID1020999999999\",\"name\":\"PAYUNG SANDBOX\",\"accounts\":[\"936009990000000001\"]}"

        /// Where it listens.
        public let url: String
        /// The file with the office's key.
        public let key: URL
        private let process = Process()

        /// Starts it; returns when it listens.
        public init(in folder: URL) throws {
            key = folder.appendingPathComponent("key")
            let given = ProcessInfo.processInfo.environment["PAYUNG_OFFICE_PROGRAM"].map { URL(fileURLWithPath: $0) }
            let programs = given?.deletingLastPathComponent() ?? Project.root.appendingPathComponent("target/debug")
            process.executableURL = programs.appendingPathComponent("payung-sandbox-acquirer")
            process.arguments = ["--listen", "127.0.0.1:0", "--dir", folder.path]
            url = try process.listening(log: folder.appendingPathComponent("sandbox.log"))
        }

        deinit { stop() }

        /// Ends the process.
        public func stop() { kill(process.processIdentifier, SIGKILL) }

        /// Somebody pays with that payment code.
        public func pay(code: String) async throws {
            guard let url = URL(string: url + "/sandbox/pay") else { throw TrialFailed(self.url) }
            var request = URLRequest(url: url)
            request.httpMethod = "POST"
            request.setValue("application/json", forHTTPHeaderField: "content-type")
            request.httpBody = Data("{\"payment_code\":\"\(code)\"}".utf8)
            let (said, answer) = try await URLSession.shared.data(for: request)
            guard (answer as? HTTPURLResponse)?.statusCode == 200 else {
                throw TrialFailed("not paid: \(String(decoding: said, as: UTF8.self))")
            }
        }
    }
#endif
