import Foundation
import LocalAuthentication
import PayungKit
import Security

/// The Keychain. Items stay on this phone, are in no backup, and can be read from the first unlock after a start on, so that what is
/// ready goes in the background too.
struct KeychainItems: SecureItem {
    private static let service = "org.payung.keys"

    func read(_ name: String) throws(SecureItemProblem) -> Data? {
        var query = item(name)
        query[kSecReturnData] = true
        query[kSecMatchLimit] = kSecMatchLimitOne
        var found: CFTypeRef?
        let status = SecItemCopyMatching(NSDictionary(dictionary: query) as CFDictionary, &found)
        if status == errSecItemNotFound { return nil }
        try check(status)
        return found as? Data
    }

    func write(_ value: Data, _ name: String) throws(SecureItemProblem) {
        var query = item(name)
        // An item that was not there is no fault.
        _ = SecItemDelete(NSDictionary(dictionary: query) as CFDictionary)
        query[kSecValueData] = value
        query[kSecAttrAccessible] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
        try check(SecItemAdd(NSDictionary(dictionary: query) as CFDictionary, nil))
    }

    private func item(_ name: String) -> [CFString: Any] {
        [
            kSecClass: kSecClassGenericPassword, kSecAttrService: Self.service, kSecAttrAccount: name,
            kSecUseDataProtectionKeychain: true,
        ]
    }

    private func check(_ status: OSStatus) throws(SecureItemProblem) {
        switch status {
        case errSecSuccess: return
        case errSecInteractionNotAllowed, errSecNotAvailable: throw .locked
        case errSecAuthFailed, errSecUserCanceled: throw .notUnlocked
        default: throw .failed(status)
        }
    }
}

/// The optional lock of the app itself: a finger, a face, or the phone's code.
struct AppLock: AppLocking {
    /// Where the switch among the settings keeps it.
    private static let key = "lock"

    var isOn: Bool { UserDefaults.standard.bool(forKey: Self.key) }

    var isPossible: Bool { LAContext().canEvaluatePolicy(.deviceOwnerAuthentication, error: nil) }

    func turn(_ on: Bool) { UserDefaults.standard.set(on, forKey: Self.key) }

    func open(_ reason: String) async -> Bool {
        let context = LAContext()
        // A phone without a code has nothing to ask for, and locks nobody out.
        guard context.canEvaluatePolicy(.deviceOwnerAuthentication, error: nil) else { return true }
        return (try? await context.evaluatePolicy(.deviceOwnerAuthentication, localizedReason: reason)) ?? false
    }
}
