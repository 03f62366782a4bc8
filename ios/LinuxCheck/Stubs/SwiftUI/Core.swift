// Type-checking stand-in for the part of SwiftUI this app uses. Linux CI only.
@_exported import Foundation
@_exported import Observation
@_exported import CoreTransferable
@_exported import UIKit

@MainActor @preconcurrency public protocol View {
  associatedtype Body: View
  @ViewBuilder @MainActor @preconcurrency var body: Body { get }
}
extension Never: View { public var body: Never { fatalError() } }
@MainActor public protocol _Leaf: View where Body == Never {}
extension _Leaf { public var body: Never { fatalError() } }
public struct EmptyView: _Leaf { public init() {} }
public struct AnyView: _Leaf { public init<V: View>(_ v: V) {} }
public struct TupleView<each V: View>: _Leaf { init(_ v: repeat each V) {} }
public struct _ConditionalContent<A: View, B: View>: _Leaf {}
extension Optional: View where Wrapped: View { public var body: Never { fatalError() } }
public struct Group<C: View>: _Leaf { public init(@ViewBuilder content: () -> C) {} }

@resultBuilder public struct ViewBuilder {
  public static func buildExpression<V: View>(_ v: V) -> V { v }
  public static func buildBlock() -> EmptyView { fatalError() }
  public static func buildBlock<V: View>(_ v: V) -> V { v }
  public static func buildBlock<each V: View>(_ v: repeat each V) -> TupleView<repeat each V> { fatalError() }
  public static func buildIf<V: View>(_ v: V?) -> V? { v }
  public static func buildEither<A: View, B: View>(first: A) -> _ConditionalContent<A, B> { fatalError() }
  public static func buildEither<A: View, B: View>(second: B) -> _ConditionalContent<A, B> { fatalError() }
  public static func buildLimitedAvailability<V: View>(_ v: V) -> AnyView { fatalError() }
}

public struct LocalizedStringKey: ExpressibleByStringInterpolation, Equatable, Sendable {
  public init(_ s: String) {}
  public init(stringLiteral s: String) {}
  public init(stringInterpolation: StringInterpolation) {}
  public struct StringInterpolation: StringInterpolationProtocol {
    public init(literalCapacity: Int, interpolationCount: Int) {}
    public mutating func appendLiteral(_ s: String) {}
    public mutating func appendInterpolation(_ s: String) {}
    public mutating func appendInterpolation(_ t: Text) {}
    public mutating func appendInterpolation<T: _FormatSpecifiable>(_ v: T) {}
    public mutating func appendInterpolation<T: _FormatSpecifiable>(_ v: T, specifier: String) {}
    public mutating func appendInterpolation<F: FormatStyle>(_ v: F.FormatInput, format: F) where F.FormatOutput == String {}
    public mutating func appendInterpolation(_ d: Date, style: Text.DateStyle) {}
  }
}
public protocol _FormatSpecifiable: Equatable {}
extension Int: _FormatSpecifiable {}; extension UInt: _FormatSpecifiable {}; extension UInt64: _FormatSpecifiable {}; extension Int64: _FormatSpecifiable {}; extension UInt32: _FormatSpecifiable {}; extension Int32: _FormatSpecifiable {}; extension Double: _FormatSpecifiable {}; extension Float: _FormatSpecifiable {}

// MARK: state
@propertyWrapper public struct State<Value> {
  public init(wrappedValue: Value) {}
  public init(initialValue: Value) {}
  public var wrappedValue: Value { get { fatalError() } nonmutating set {} }
  public var projectedValue: Binding<Value> { fatalError() }
}
extension State where Value: ExpressibleByNilLiteral { public init() {} }
@propertyWrapper @dynamicMemberLookup public struct Binding<Value> {
  public init(get: @escaping @isolated(any) @Sendable () -> Value, set: @escaping @isolated(any) @Sendable (Value) -> Void) {}
  public init(projectedValue: Binding<Value>) {}
  public init<V>(_ b: Binding<V>) where Value == V? {}
  public init?(_ b: Binding<Value?>) {}
  public static func constant(_ v: Value) -> Binding<Value> { fatalError() }
  public var wrappedValue: Value { get { fatalError() } nonmutating set {} }
  public var projectedValue: Binding<Value> { self }
  public subscript<S>(dynamicMember k: WritableKeyPath<Value, S>) -> Binding<S> { fatalError() }
}
extension Binding: @unchecked Sendable where Value: Sendable {}
@propertyWrapper @dynamicMemberLookup public struct Bindable<Value: AnyObject & Observable> {
  public var wrappedValue: Value
  public var projectedValue: Bindable<Value> { self }
  public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
  public init(_ v: Value) { self.wrappedValue = v }
  public subscript<S>(dynamicMember k: ReferenceWritableKeyPath<Value, S>) -> Binding<S> { fatalError() }
}
@propertyWrapper public struct FocusState<Value: Hashable> {
  public init() where Value == Bool {}
  public init<T: Hashable>() where Value == T? {}
  public var wrappedValue: Value { get { fatalError() } nonmutating set {} }
  public var projectedValue: FocusState<Value>.Binding { fatalError() }
  public struct Binding {}
}
@propertyWrapper public struct AppStorage<Value> {
  public var wrappedValue: Value { get { fatalError() } nonmutating set {} }
  public var projectedValue: Binding<Value> { fatalError() }
  public init(wrappedValue: Value, _ key: String) where Value == Bool {}
  public init(wrappedValue: Value, _ key: String) where Value == String {}
  public init(wrappedValue: Value, _ key: String) where Value == Int {} }
@propertyWrapper public struct SceneStorage<Value> {
  public var wrappedValue: Value { get { fatalError() } nonmutating set {} }
  public var projectedValue: Binding<Value> { fatalError() }
  public init(wrappedValue: Value, _ key: String) where Value == Bool {}
  public init(wrappedValue: Value, _ key: String) where Value == String {}
  public init(wrappedValue: Value, _ key: String) where Value == Int {} }
public struct EnvironmentValues: Sendable {
  public var dismiss: DismissAction { fatalError() }
  public var openURL: OpenURLAction { fatalError() }
  public var timeZone: TimeZone { get { fatalError() } set {} }
  public var locale: Locale { get { fatalError() } set {} }
  public var colorScheme: ColorScheme { get { fatalError() } set {} }
  public var scenePhase: ScenePhase { get { fatalError() } set {} }
}
@MainActor public struct DismissAction: Sendable { public func callAsFunction() {} }
@MainActor public struct OpenURLAction: Sendable { public func callAsFunction(_ u: URL) {}; public func callAsFunction(_ u: URL, completion: @escaping (Bool) -> Void) {} }
public enum UserInterfaceSizeClass: Sendable { case compact, regular }
extension EnvironmentValues { public var horizontalSizeClass: UserInterfaceSizeClass? { get { nil } set {} } }
public enum DynamicTypeSize: Hashable, Comparable, CaseIterable, Sendable { case xSmall, small, medium, large, xLarge, accessibility1
  public var isAccessibilitySize: Bool { false } }
extension EnvironmentValues { public var dynamicTypeSize: DynamicTypeSize { get { .large } set {} } }
public enum ColorScheme: Sendable { case light, dark }
public enum ScenePhase: Sendable { case active, inactive, background }
extension EnvironmentValues { public var accessibilityReduceMotion: Bool { false }; public var isSceneCaptured: Bool { false } }
@propertyWrapper public struct Environment<Value> {
  public init(_ k: KeyPath<EnvironmentValues, Value>) {}
  public init(_ t: Value.Type) where Value: AnyObject, Value: Observable {}
  public var wrappedValue: Value { fatalError() }
}

// MARK: app
@MainActor @preconcurrency public protocol Scene { associatedtype Body: Scene; @SceneBuilder var body: Body { get } }
extension Never: Scene {}
@resultBuilder public struct SceneBuilder { public static func buildBlock<S: Scene>(_ s: S) -> S { s } }
@MainActor @preconcurrency public protocol App { associatedtype Body: Scene; @SceneBuilder var body: Body { get }; init() }
extension App { public static func main() {} }
public struct WindowGroup<C: View>: Scene { public init(@ViewBuilder content: () -> C) {}; public var body: Never { fatalError() } }

extension Scene {
  public func backgroundTask(_ t: BackgroundTask, action: @escaping @Sendable () async -> Void) -> some Scene { self }
}
public struct BackgroundTask: Sendable { public static func appRefresh(_ id: String) -> BackgroundTask { .init() } }
@MainActor @preconcurrency public protocol UIViewControllerRepresentable: View where Body == Never {
  associatedtype VC: UIViewController
  associatedtype Coordinator = Void
  typealias Context = UIViewControllerRepresentableContext<Self>
  func makeUIViewController(context: Context) -> VC
  func updateUIViewController(_ v: VC, context: Context)
  func makeCoordinator() -> Coordinator
}
extension UIViewControllerRepresentable { public var body: Never { fatalError() } }
extension UIViewControllerRepresentable where Coordinator == Void { public func makeCoordinator() {} }
@MainActor public struct UIViewControllerRepresentableContext<R: UIViewControllerRepresentable> { public var coordinator: R.Coordinator { fatalError() } }
public protocol Shape: View, Sendable { nonisolated func path(in rect: CGRect) -> Path }
extension Shape { public var body: Never { fatalError() }
  public func fill<S: ShapeStyle>(_ s: S) -> some View { self }
  public func stroke<S: ShapeStyle>(_ s: S, lineWidth: CGFloat = 1) -> some View { self } }
public struct RoundedRectangle: Shape { public init(cornerRadius: CGFloat) {}; public func path(in r: CGRect) -> Path { .init() } }
public struct Path: Sendable { public init() {}
  public mutating func move(to p: CGPoint) {}
  public mutating func addLine(to p: CGPoint) {}
  public mutating func addQuadCurve(to p: CGPoint, control: CGPoint) {}
  public mutating func addEllipse(in rect: CGRect) {}
  public mutating func closeSubpath() {} }
public enum ContentMode: Sendable { case fit, fill }
public enum VerticalEdge: Sendable { case top, bottom }
public protocol TextSelectability {}
public struct EnabledTextSelectability: TextSelectability {}
extension TextSelectability where Self == EnabledTextSelectability { public static var enabled: Self { .init() } }
extension Image {
  public init(_ cgImage: CGImage, scale: CGFloat, orientation: Orientation = .up, label: Text) { self.init(systemName: "") }
  public enum Orientation: UInt8, Sendable { case up, down }
  public enum Interpolation: Sendable { case none, low, medium, high }
  public func interpolation(_ i: Interpolation) -> Image { self }
}
extension Image { public init(uiImage: UIImage) { self.init(systemName: "") } }
open class UIHostingController<Content: View>: UIViewController { public init(rootView: Content) { super.init() } }
extension Color { public static let clear = Color() }
extension View {
  public func aspectRatio(_ r: CGFloat? = nil, contentMode: ContentMode) -> some View { self }
  public func clipShape<S: Shape>(_ s: S) -> some View { self }
  public func safeAreaInset<V: View>(edge: VerticalEdge, @ViewBuilder content: () -> V) -> some View { self }
  public func bold(_ on: Bool = true) -> some View { self }
  public func ignoresSafeArea() -> some View { self }
  public func textContentType(_ t: UITextContentType?) -> some View { self }
  public func accessibilityAction(_ handler: @escaping () -> Void) -> some View { self }
  public func privacySensitive(_ on: Bool = true) -> some View { self }
  public func textSelection<S: TextSelectability>(_ s: S) -> some View { self }
  public func onOpenURL(perform: @escaping (URL) -> Void) -> some View { self }
  public func accessibilityValue<S: StringProtocol>(_ s: S) -> some View { self }
  @_disfavoredOverload public func accessibilityHint<S: StringProtocol>(_ s: S) -> some View { self }
  @_disfavoredOverload public func alert<S: StringProtocol, A: View>(_ t: S, isPresented: Binding<Bool>, @ViewBuilder actions: () -> A) -> some View { self }
  @_disfavoredOverload public func alert<S: StringProtocol, A: View, M: View>(_ t: S, isPresented: Binding<Bool>, @ViewBuilder actions: () -> A, @ViewBuilder message: () -> M) -> some View { self }
}
extension TextField where L == Text {
  @_disfavoredOverload public init<S: StringProtocol>(_ t: S, text: Binding<String>) {}
  @_disfavoredOverload public init<S: StringProtocol>(_ t: S, text: Binding<String>, axis: Axis) {}
}
extension TextInputAutocapitalization { public static var characters: Self { .init() } }
extension AccessibilityTraits { public static let isSelected = Self(rawValue: 4) }
