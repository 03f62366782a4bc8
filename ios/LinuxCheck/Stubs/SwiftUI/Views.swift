public struct Text: _Leaf, Equatable, Sendable {
  public init(_ key: LocalizedStringKey, tableName: String? = nil, bundle: Bundle? = nil, comment: StaticString? = nil) {}
  @_disfavoredOverload public init<S: StringProtocol>(_ s: S) {}
  public init(verbatim: String) {}
  public init<F: FormatStyle>(_ v: F.FormatInput, format: F) where F.FormatInput: Equatable, F.FormatOutput == String {}
  public init(_ d: Date, style: DateStyle) {}
  public struct DateStyle: Sendable { public static let date = DateStyle(), time = DateStyle(), relative = DateStyle() }
  public func font(_ f: Font?) -> Text { self }
  public func bold() -> Text { self }
  public func foregroundStyle<S: ShapeStyle>(_ s: S) -> Text { self }
  public static func + (a: Text, b: Text) -> Text { a }
}
public struct Image: _Leaf, Equatable, Sendable {
  public init(systemName: String) {}
  public init(_ name: String, bundle: Bundle? = nil) {}
  public func resizable() -> Image { self }
}
public struct Label<T: View, I: View>: _Leaf { public init(@ViewBuilder title: () -> T, @ViewBuilder icon: () -> I) {} }
extension Label where T == Text, I == Image {
  public init(_ k: LocalizedStringKey, systemImage: String) {}
  @_disfavoredOverload public init<S: StringProtocol>(_ s: S, systemImage: String) {}
}
public struct VStack<C: View>: _Leaf { public init(alignment: HorizontalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> C) {} }
public struct HStack<C: View>: _Leaf { public init(alignment: VerticalAlignment = .center, spacing: CGFloat? = nil, @ViewBuilder content: () -> C) {} }
public struct ZStack<C: View>: _Leaf { public init(alignment: Alignment = .center, @ViewBuilder content: () -> C) {} }
public struct ScrollView<C: View>: _Leaf { public init(@ViewBuilder content: () -> C) {} }
public struct Spacer: _Leaf { public init(minLength: CGFloat? = nil) {} }
public struct Divider: _Leaf { public init() {} }
public enum HorizontalAlignment: Sendable { case leading, center, trailing }
public enum VerticalAlignment: Sendable { case top, center, bottom, firstTextBaseline }
public enum Alignment: Sendable { case center, leading, trailing, top, bottom, topLeading, topTrailing }

public struct ButtonRole: Equatable, Sendable { public static let destructive = ButtonRole(), cancel = ButtonRole() }
public struct Button<L: View>: _Leaf {
  public init(role: ButtonRole? = nil, action: @escaping @MainActor () -> Void, @ViewBuilder label: () -> L) {}
}
extension Button where L == Text {
  public init(_ k: LocalizedStringKey, role: ButtonRole? = nil, action: @escaping @MainActor () -> Void) {}
  @_disfavoredOverload public init<S: StringProtocol>(_ s: S, role: ButtonRole? = nil, action: @escaping @MainActor () -> Void) {}
}
extension Button where L == Label<Text, Image> {
  public init(_ k: LocalizedStringKey, systemImage: String, role: ButtonRole? = nil, action: @escaping @MainActor () -> Void) {}
}
public struct TextField<L: View>: _Leaf {}
extension TextField where L == Text {
  public init(_ k: LocalizedStringKey, text: Binding<String>) {}
  public init(_ k: LocalizedStringKey, text: Binding<String>, axis: Axis) {}
  public init(_ k: LocalizedStringKey, text: Binding<String>, prompt: Text?) {}
  public init<F: ParseableFormatStyle>(_ k: LocalizedStringKey, value: Binding<F.FormatInput>, format: F, prompt: Text? = nil) where F.FormatOutput == String {}
  public init<F: ParseableFormatStyle>(_ k: LocalizedStringKey, value: Binding<F.FormatInput?>, format: F, prompt: Text? = nil) where F.FormatOutput == String {}
}
public enum Axis: Sendable { case horizontal, vertical }
public struct SecureField<L: View>: _Leaf {}
extension SecureField where L == Text { public init(_ k: LocalizedStringKey, text: Binding<String>) {} }
public struct Toggle<L: View>: _Leaf { public init(isOn: Binding<Bool>, @ViewBuilder label: () -> L) {} }
extension Toggle where L == Text { public init(_ k: LocalizedStringKey, isOn: Binding<Bool>) {} }
public struct Stepper<L: View>: _Leaf {}
extension Stepper where L == Text { public init<V: Strideable>(_ k: LocalizedStringKey, value: Binding<V>, in r: ClosedRange<V>, step: V.Stride = 1) {} }
public struct Form<C: View>: _Leaf { public init(@ViewBuilder content: () -> C) {} }
public struct Section<P: View, C: View, F: View>: _Leaf { public init(@ViewBuilder content: () -> C, @ViewBuilder header: () -> P, @ViewBuilder footer: () -> F) {} }
extension Section where P == EmptyView, F == EmptyView { public init(@ViewBuilder content: () -> C) {} }
extension Section where F == EmptyView { public init(@ViewBuilder content: () -> C, @ViewBuilder header: () -> P) {} }
extension Section where P == EmptyView { public init(@ViewBuilder content: () -> C, @ViewBuilder footer: () -> F) {} }
extension Section where P == Text, F == EmptyView {
  public init(_ k: LocalizedStringKey, @ViewBuilder content: () -> C) {}
  @_disfavoredOverload public init<S: StringProtocol>(_ s: S, @ViewBuilder content: () -> C) {}
}
public struct Picker<L: View, S: Hashable, C: View>: _Leaf { public init(selection: Binding<S>, @ViewBuilder content: () -> C, @ViewBuilder label: () -> L) {} }
extension Picker where L == Text { @_disfavoredOverload public init<T: StringProtocol>(_ t: T, selection: Binding<S>, @ViewBuilder content: () -> C) {} }
extension Picker where L == Text { public init(_ k: LocalizedStringKey, selection: Binding<S>, @ViewBuilder content: () -> C) {} }
public struct DatePickerComponents: OptionSet, Sendable { public let rawValue: UInt; public init(rawValue: UInt) { self.rawValue = rawValue }
  public static let date = Self(rawValue: 1), hourAndMinute = Self(rawValue: 2) }
public struct DatePicker<L: View>: _Leaf { public typealias Components = DatePickerComponents }
extension DatePicker where L == Text {
  @_disfavoredOverload public init<S: StringProtocol>(_ t: S, selection: Binding<Date>, displayedComponents: Components = [.hourAndMinute, .date]) {}
  @_disfavoredOverload public init<S: StringProtocol>(_ t: S, selection: Binding<Date>, in r: PartialRangeThrough<Date>, displayedComponents: Components = [.hourAndMinute, .date]) {}
  @_disfavoredOverload public init<S: StringProtocol>(_ t: S, selection: Binding<Date>, in r: PartialRangeFrom<Date>, displayedComponents: Components = [.hourAndMinute, .date]) {}
  public init(_ k: LocalizedStringKey, selection: Binding<Date>, displayedComponents: Components = [.hourAndMinute, .date]) {}
  public init(_ k: LocalizedStringKey, selection: Binding<Date>, in r: ClosedRange<Date>, displayedComponents: Components = [.hourAndMinute, .date]) {}
  public init(_ k: LocalizedStringKey, selection: Binding<Date>, in r: PartialRangeThrough<Date>, displayedComponents: Components = [.hourAndMinute, .date]) {}
  public init(_ k: LocalizedStringKey, selection: Binding<Date>, in r: PartialRangeFrom<Date>, displayedComponents: Components = [.hourAndMinute, .date]) {}
}
public struct NavigationPath { public init() {}; public mutating func append<V: Hashable>(_ v: V) {}; public mutating func removeLast(_ k: Int = 1) {}; public var count: Int { 0 } }
public struct NavigationStack<D, R: View>: _Leaf {}
extension NavigationStack where D == NavigationPath {
  public init(@ViewBuilder root: () -> R) {}
  public init(path: Binding<NavigationPath>, @ViewBuilder root: () -> R) {}
}
extension NavigationStack where D: MutableCollection & RandomAccessCollection & RangeReplaceableCollection, D.Element: Hashable {
  public init(path: Binding<D>, @ViewBuilder root: () -> R) {}
}
// With two columns there is no one between them.
public struct NavigationSplitView<S: View, C: View, D: View>: _Leaf {}
extension NavigationSplitView where C == EmptyView { public init(@ViewBuilder sidebar: () -> S, @ViewBuilder detail: () -> D) {} }
public protocol NavigationSplitViewStyle {}
public struct BalancedNavigationSplitViewStyle: NavigationSplitViewStyle {}
extension NavigationSplitViewStyle where Self == BalancedNavigationSplitViewStyle { public static var balanced: Self { .init() } }
public struct NavigationLink<L: View, D: View>: _Leaf { public init(@ViewBuilder destination: () -> D, @ViewBuilder label: () -> L) {} }
extension NavigationLink where D == Never { public init<V: Hashable>(value: V?, @ViewBuilder label: () -> L) {} }
extension NavigationLink where L == Text { public init(_ k: LocalizedStringKey, @ViewBuilder destination: () -> D) {} }
extension NavigationLink where L == Text, D == Never { public init<V: Hashable>(_ k: LocalizedStringKey, value: V?) {} }
public struct ForEach<Data: RandomAccessCollection, ID: Hashable, C>{ }
extension ForEach: View where C: View { public var body: Never { fatalError() } }
extension ForEach where C: View {
  public init(_ d: Data, id: KeyPath<Data.Element, ID>, @ViewBuilder content: @escaping (Data.Element) -> C) {}
  public func onDelete(perform: ((IndexSet) -> Void)?) -> Self { self }
  public func onMove(perform: ((IndexSet, Int) -> Void)?) -> Self { self }
}
extension ForEach where C: View, ID == Data.Element.ID, Data.Element: Identifiable {
  public init(_ d: Data, @ViewBuilder content: @escaping (Data.Element) -> C) {}
  public init<E>(_ d: Binding<Data>, @ViewBuilder content: @escaping (Binding<E>) -> C) where Data.Element == E, Data: MutableCollection {}
}
public struct List<Sel: Hashable, C: View>: _Leaf { public init(selection: Binding<Sel?>?, @ViewBuilder content: () -> C) {} }
extension List where Sel == Never {
  public init(@ViewBuilder content: () -> C) {}
  public init<D: RandomAccessCollection, R: View>(_ d: D, @ViewBuilder rowContent: @escaping (D.Element) -> R) where D.Element: Identifiable, C == ForEach<D, D.Element.ID, R> {}
  public init<D: RandomAccessCollection, I: Hashable, R: View>(_ d: D, id: KeyPath<D.Element, I>, @ViewBuilder rowContent: @escaping (D.Element) -> R) where C == ForEach<D, I, R> {}
}
public struct ProgressView<L: View>: _Leaf {}
extension ProgressView where L == EmptyView { public init() {}; public init<V: BinaryFloatingPoint>(value: V?, total: V = 1.0) {} }
extension ProgressView where L == Text { public init(_ k: LocalizedStringKey) {}; public init<V: BinaryFloatingPoint>(_ k: LocalizedStringKey, value: V?, total: V = 1.0) {} }
public struct LabeledContent<L: View, C: View>: _Leaf { public init(@ViewBuilder content: () -> C, @ViewBuilder label: () -> L) {} }
extension LabeledContent where L == Text, C == Text {
  @_disfavoredOverload public init<S: StringProtocol>(_ k: LocalizedStringKey, value: S) {}
  public init<F: FormatStyle>(_ k: LocalizedStringKey, value: F.FormatInput, format: F) where F.FormatInput: Equatable, F.FormatOutput == String {}
}
extension LabeledContent where L == Text { public init(_ k: LocalizedStringKey, @ViewBuilder content: () -> C) {} }
public struct ContentUnavailableView<L: View, D: View, A: View>: _Leaf {
  public init(@ViewBuilder label: () -> L, @ViewBuilder description: () -> D, @ViewBuilder actions: () -> A) {}
}
extension ContentUnavailableView where L == Label<Text, Image>, D == Text?, A == EmptyView {
  public init(_ k: LocalizedStringKey, systemImage: String, description: Text? = nil) {}
}
public struct TabView<Sel: Hashable, C: View>: _Leaf { public init(selection: Binding<Sel>?, @ViewBuilder content: () -> C) {} }
extension TabView where Sel == Int { public init(@ViewBuilder content: () -> C) {} }

// MARK: styles
public protocol ShapeStyle: Sendable {}
public struct Color: _Leaf, ShapeStyle, Hashable { 
  nonisolated public static let red = Color(), green = Color(), blue = Color(), black = Color(), white = Color(), gray = Color(), accentColor = Color(), secondary = Color(), primary = Color()
  nonisolated public init(_ name: String, bundle: Bundle? = nil) {}
  nonisolated init() {}
}
public struct HierarchicalShapeStyle: ShapeStyle { }
extension ShapeStyle where Self == HierarchicalShapeStyle { public static var primary: Self { .init() }; public static var secondary: Self { .init() }; public static var tertiary: Self { .init() } }
extension ShapeStyle where Self == Color { public static var red: Color { .red }; public static var green: Color { .green }; public static var tint: Color { .accentColor } }
public struct Font: Hashable, Sendable { public static let largeTitle = Font(), title = Font(), title2 = Font(), headline = Font(), body = Font(), subheadline = Font(), footnote = Font(), caption = Font()
  public func monospacedDigit() -> Font { self }; public func bold() -> Font { self }
  public enum Design: Hashable, Sendable { case `default`, monospaced }
  public enum Weight: Hashable, Sendable { case regular, bold }
  public enum TextStyle: Hashable, Sendable { case largeTitle, title, title2, headline, body }
  public static func system(_ style: TextStyle, design: Design? = nil, weight: Weight? = nil) -> Font { Font() }
  public static func system(size: CGFloat, weight: Weight? = nil, design: Design? = nil) -> Font { Font() } }
public struct Edge: Sendable { public struct Set: OptionSet, Sendable { public let rawValue: Int8; public init(rawValue: Int8) { self.rawValue = rawValue }
  public static let top = Set(rawValue: 1), leading = Set(rawValue: 2), bottom = Set(rawValue: 4), trailing = Set(rawValue: 8), all = Set(rawValue: 15), horizontal = Set(rawValue: 10), vertical = Set(rawValue: 5) } }
public protocol PickerStyle {}
public struct SegmentedPickerStyle: PickerStyle {}; public struct MenuPickerStyle: PickerStyle {}
extension PickerStyle where Self == SegmentedPickerStyle { public static var segmented: Self { .init() } }
extension PickerStyle where Self == MenuPickerStyle { public static var menu: Self { .init() } }
public protocol PrimitiveButtonStyle {}
public struct BorderedProminentButtonStyle: PrimitiveButtonStyle {}; public struct BorderedButtonStyle: PrimitiveButtonStyle {}; public struct PlainButtonStyle: PrimitiveButtonStyle {}
extension PrimitiveButtonStyle where Self == BorderedProminentButtonStyle { public static var borderedProminent: Self { .init() } }
extension PrimitiveButtonStyle where Self == BorderedButtonStyle { public static var bordered: Self { .init() } }
extension PrimitiveButtonStyle where Self == PlainButtonStyle { public static var plain: Self { .init() } }

// MARK: drawing into a picture
@MainActor public final class ImageRenderer<C: View> {
  public init(content: C) {}
  public var scale: CGFloat = 1
  public var uiImage: UIImage? { nil }
}

// MARK: gestures
@MainActor public protocol Gesture<Value> { associatedtype Value }
public struct LongPressGesture: Gesture { public typealias Value = Bool; public init(minimumDuration: Double = 0.5, maximumDistance: CGFloat = 10) {} }
public struct _EndedGesture<Value>: Gesture {}
public struct _ChangedGesture<Value>: Gesture {}
extension Gesture {
  public func onEnded(_ action: @escaping (Value) -> Void) -> _EndedGesture<Value> { .init() }
}
extension Gesture where Value: Equatable {
  public func onChanged(_ action: @escaping (Value) -> Void) -> _ChangedGesture<Value> { .init() }
}
extension View {
  public func simultaneousGesture<G: Gesture>(_ g: G) -> some View { self }
}

// MARK: news of the system, which Combine brings
extension NotificationCenter {
  public struct Publisher { public typealias Output = Notification }
  public func publisher(for name: Notification.Name, object: AnyObject? = nil) -> Publisher { .init() }
}
extension View {
  public func onReceive(_ p: NotificationCenter.Publisher, perform action: @escaping (Notification) -> Void) -> some View { self }
}

// MARK: pasting. Whether Apple's closure may run on any thread differs between its versions: the stricter one holds for both.
public struct PasteButton: _Leaf { public init<T: Transferable>(payloadType: T.Type, onPaste: @escaping @Sendable ([T]) -> Void) {} }

// MARK: sharing
public struct SharePreview<I, J> {}
extension SharePreview where I == Never, J == Never { public init<S: StringProtocol>(_ title: S) {} }
public struct ShareLink<D: RandomAccessCollection, P, I, L: View>: _Leaf where D.Element: Transferable {}
extension ShareLink {
  public init<T: Transferable>(item: T, subject: Text? = nil, message: Text? = nil, preview: SharePreview<P, I>, @ViewBuilder label: () -> L) where D == CollectionOfOne<T> {}
}
