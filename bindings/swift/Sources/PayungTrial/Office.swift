#if os(Linux) || os(macOS)
    import Foundation

    /// A real office in a process of its own, driven by the commands an operator types.
    public final class Office: @unchecked Sendable {
        private let folder: URL
        private let keys: String
        private var serving: Process?
        /// Free a moment ago: the trust file names it before the office listens there.
        private let address: String
        /// Which office, which keys: what a phone is given.
        public private(set) var trust = ""

        private let acquirer: Acquirer?

        /// Makes its keys and its first bundle; it does not serve yet. With an acquirer it makes bills, and its rules name the
        /// acquirer's merchant. `places` is its list of offices and counters, as `places.json` has it.
        public init(in folder: URL, acquirer: Acquirer? = nil, places: String? = nil) throws {
            (self.folder, self.acquirer) = (folder, acquirer)
            keys = folder.appendingPathComponent("keys").path
            address = "127.0.0.1:\(try freePort())"
            trust = try run("trust", "--url", "http://\(address)", "--keys", keys)
            guard acquirer != nil || places != nil else {
                try run("bundle", "sign", "--built-in", "--keys", keys)
                return
            }
            let rules = folder.appendingPathComponent("rules")
            try FileManager.default.copyItem(at: Project.root.appendingPathComponent("rust-core/model/content"), to: rules)
            if acquirer != nil { try nameMerchant(in: rules) }
            if let places { try Data(places.utf8).write(to: rules.appendingPathComponent("places.json")) }
            try run("bundle", "sign", rules.path, "--keys", keys)
        }

        /// The sandbox becomes a merchant that codes may name.
        private func nameMerchant(in rules: URL) throws {
            let file = rules.appendingPathComponent("payment.json")
            let payment = try String(contentsOf: file, encoding: .utf8)
            let named = payment.replacingOccurrences(of: "\"merchants\": []", with: "\"merchants\": [\(Acquirer.merchant)]")
            guard named != payment else { throw TrialFailed("payment.json has no empty list of merchants") }
            try Data(named.utf8).write(to: file)
        }

        deinit { stop() }

        /// Serves until stopped; returns when it listens.
        public func serve() throws {
            let process = command(["serve", "--listen", address])
            serving = process
            let url = try process.listening(log: folder.appendingPathComponent("serve.log"))
            guard url == "http://\(address)" else { throw TrialFailed("office serve listens on \(url)") }
        }

        /// Ends the process, if it runs.
        public func stop() {
            guard let process = serving else { return }
            serving = nil
            // A process that Foundation starts from a thread of Swift's tasks inherits that thread's mask, which blocks SIGTERM.
            kill(process.processIdentifier, SIGKILL)
        }

        /// One pass of the opener, and of bills where there is an acquirer.
        public func open() throws {
            guard let acquirer else {
                try run("open", "--keys", keys)
                return
            }
            try run("open", "--keys", keys, "--acquirer", acquirer.url, "--acquirer-key", acquirer.key.path)
        }

        /// The registration is looked at and accepted: nobody decides about what nobody saw.
        public func accept(_ registration: String) throws {
            try look(at: registration)
            try run("accept", registration, "--keys", keys)
        }

        /// Somebody looks at what was answered; the log says so.
        public func look(at registration: String) throws {
            try run("show", registration, "--keys", keys)
        }

        /// A request or a complaint is answered, in those words.
        public func answer(_ request: String, _ words: String) throws {
            try look(at: request)
            try run("accept", request, "--keys", keys, "--words", words)
        }

        /// What whoever checks a card is told of it, as JSON; an error for one that is not good. `text` is what its code holds.
        public func check(card text: String) throws -> String {
            try run("card", "verify", text, "--json")
        }

        /// One question is asked again, in those words.
        public func ask(_ registration: String, again question: String, _ words: String) throws {
            try look(at: registration)
            try run("correct", registration, "--keys", keys, "--question", "\(question)=\(words)")
        }

        @discardableResult
        private func run(_ arguments: String...) throws -> String {
            let process = command(arguments)
            let (said, complained) = (Pipe(), Pipe())
            process.standardOutput = said
            process.standardError = complained
            process.standardInput = FileHandle.nullDevice
            let ended = DispatchSemaphore(value: 0)
            process.terminationHandler = { _ in ended.signal() }
            try process.run()
            let printed = said.fileHandleForReading.readDataToEndOfFile()
            let why = complained.fileHandleForReading.readDataToEndOfFile()
            // Not `waitUntilExit`: it turns the run loop of a thread that has none.
            ended.wait()
            guard process.terminationStatus == 0 else {
                let words = String(decoding: why, as: UTF8.self)
                throw TrialFailed("office \(arguments.joined(separator: " ")): \(words)")
            }
            return String(decoding: printed, as: UTF8.self)
        }

        private func command(_ arguments: [String]) -> Process {
            let process = Process()
            let given = ProcessInfo.processInfo.environment["PAYUNG_OFFICE_PROGRAM"]
            let program = given ?? Project.root.appendingPathComponent("target/debug/office").path
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = ["--dir", folder.appendingPathComponent("office").path] + arguments
            return process
        }
    }

    extension Process {
        /// Starts it, and waits for the line that says where it listens.
        func listening(log: URL) throws -> String {
            let said = Pipe()
            standardOutput = said
            _ = FileManager.default.createFile(atPath: log.path, contents: nil)
            standardError = try FileHandle(forWritingTo: log)
            try run()
            var line = ""
            while !line.hasSuffix("\n"), let byte = try said.fileHandleForReading.read(upToCount: 1), !byte.isEmpty {
                line += String(decoding: byte, as: UTF8.self)
            }
            let start = "listening on "
            guard line.hasPrefix(start), line.hasSuffix("\n") else {
                let why = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
                throw TrialFailed("it said \(line): \(why)")
            }
            return String(line.dropFirst(start.count).dropLast())
        }
    }

    #if canImport(Glibc)
        import Glibc
        private let stream = Int32(SOCK_STREAM.rawValue)
    #else
        import Darwin
        private let stream = SOCK_STREAM
    #endif

    /// A port of this machine that nobody listens on.
    private func freePort() throws -> UInt16 {
        let socket = socket(AF_INET, stream, 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                bind(socket, plain, length) == 0 && getsockname(socket, plain, &length) == 0
            }
        }
        guard bound else { throw TrialFailed("no port is free") }
        return UInt16(bigEndian: address.sin_port)
    }
#endif
