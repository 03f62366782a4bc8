// Type-checking stand-in for the part of Security that ios/App calls. Linux only; CoreFoundation's types are those of Foundation that they are bridged to.
@_exported import Foundation
public typealias OSStatus = Int32
public typealias CFString = NSString
public typealias CFTypeRef = AnyObject
public typealias CFDictionary = NSDictionary
nonisolated(unsafe) public let kSecClass: CFString = NSString(string: ""), kSecClassGenericPassword: CFString = NSString(string: ""), kSecAttrService: CFString = NSString(string: ""), kSecAttrAccount: CFString = NSString(string: "")
nonisolated(unsafe) public let kSecUseDataProtectionKeychain: CFString = NSString(string: ""), kSecReturnData: CFString = NSString(string: ""), kSecMatchLimit: CFString = NSString(string: ""), kSecMatchLimitOne: CFString = NSString(string: "")
nonisolated(unsafe) public let kSecValueData: CFString = NSString(string: ""), kSecAttrAccessible: CFString = NSString(string: ""), kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly: CFString = NSString(string: "")
public let errSecSuccess: OSStatus = 0, errSecItemNotFound: OSStatus = -25300, errSecInteractionNotAllowed: OSStatus = -25308
public let errSecNotAvailable: OSStatus = -25291, errSecAuthFailed: OSStatus = -25293, errSecUserCanceled: OSStatus = -128
public func SecItemCopyMatching(_ q: CFDictionary, _ r: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus { 0 }
public func SecItemAdd(_ q: CFDictionary, _ r: UnsafeMutablePointer<CFTypeRef?>?) -> OSStatus { 0 }
public func SecItemDelete(_ q: CFDictionary) -> OSStatus { 0 }
