public struct ToolbarItemPlacement: Sendable { public static let automatic = Self(), topBarLeading = Self(), topBarTrailing = Self(), confirmationAction = Self(), cancellationAction = Self(), primaryAction = Self(), bottomBar = Self(), keyboard = Self() }
@MainActor @preconcurrency public protocol ToolbarContent { associatedtype TBody }
public struct ToolbarItem<C: View>: ToolbarContent { public typealias TBody = Never; public init(placement: ToolbarItemPlacement = .automatic, @ViewBuilder content: () -> C) {} }
public struct ToolbarItemGroup<C: View>: ToolbarContent { public typealias TBody = Never; public init(placement: ToolbarItemPlacement = .automatic, @ViewBuilder content: () -> C) {} }
public struct _TB<each T: ToolbarContent>: ToolbarContent { public typealias TBody = Never }
public struct _TBOpt<T: ToolbarContent>: ToolbarContent { public typealias TBody = Never }
@resultBuilder public struct ToolbarContentBuilder {
  public static func buildBlock<each T: ToolbarContent>(_ t: repeat each T) -> _TB<repeat each T> { .init() }
  public static func buildExpression<T: ToolbarContent>(_ t: T) -> T { t }
  public static func buildIf<T: ToolbarContent>(_ t: T?) -> _TBOpt<T> { .init() }
}
public enum Visibility: Sendable { case automatic, visible, hidden }
public struct HorizontalEdge: Sendable { public static let leading = Self(), trailing = Self() }
public enum TitleDisplayMode: Sendable { case automatic, inline, large }
public struct TextInputAutocapitalization: Sendable { public static var never: Self { .init() }; public static var words: Self { .init() }; public static var sentences: Self { .init() } }
public struct SubmitLabel: Sendable { public static var done: Self { .init() }; public static var next: Self { .init() } }
public struct AccessibilityTraits: OptionSet, Sendable { public let rawValue: UInt; public init(rawValue: UInt) { self.rawValue = rawValue }; public static let isHeader = Self(rawValue: 1), isButton = Self(rawValue: 2) }
public struct AccessibilityChildBehavior: Sendable { public static let combine = Self(), ignore = Self(), contain = Self() }
public struct PresentationDetent: Hashable, Sendable { public static let medium = Self(), large = Self() }

extension View {
  func _m() -> some View { self }
  public func font(_ f: Font?) -> some View { self }
  public func foregroundStyle<S: ShapeStyle>(_ s: S) -> some View { self }
  public func tint(_ c: Color?) -> some View { self }
  public func padding(_ e: Edge.Set = .all, _ l: CGFloat? = nil) -> some View { self }
  public func padding(_ l: CGFloat) -> some View { self }
  public func frame(width: CGFloat? = nil, height: CGFloat? = nil, alignment: Alignment = .center) -> some View { self }
  public func frame(minWidth: CGFloat? = nil, maxWidth: CGFloat? = nil, minHeight: CGFloat? = nil, maxHeight: CGFloat? = nil, alignment: Alignment = .center) -> some View { self }
  public func multilineTextAlignment(_ a: HorizontalAlignment) -> some View { self }
  public func lineLimit(_ n: Int?) -> some View { self }
  public func disabled(_ b: Bool) -> some View { self }
  public func tag<V: Hashable>(_ v: V) -> some View { self }
  public func id<V: Hashable>(_ v: V) -> some View { self }
  public func badge(_ n: Int) -> some View { self }
  public func pickerStyle<S: PickerStyle>(_ s: S) -> some View { self }
  public func buttonStyle<S: PrimitiveButtonStyle>(_ s: S) -> some View { self }
  public func labelsHidden() -> some View { self }
  public func tabItem<V: View>(@ViewBuilder _ label: () -> V) -> some View { self }
  public func overlay<V: View>(alignment: Alignment = .center, @ViewBuilder content: () -> V) -> some View { self }
  public func background<S: ShapeStyle>(_ s: S) -> some View { self }
  public func navigationTitle(_ k: LocalizedStringKey) -> some View { self }
  @_disfavoredOverload public func navigationTitle<S: StringProtocol>(_ s: S) -> some View { self }
  public func navigationBarTitleDisplayMode(_ m: TitleDisplayMode) -> some View { self }
  public func navigationDestination<D: Hashable, C: View>(for t: D.Type, @ViewBuilder destination: @escaping (D) -> C) -> some View { self }
  public func navigationDestination<D: Hashable, C: View>(item: Binding<D?>, @ViewBuilder destination: @escaping (D) -> C) -> some View { self }
  public func toolbar<C: ToolbarContent>(@ToolbarContentBuilder content: () -> C) -> some View { self }
  public func toolbar<C: View>(@ViewBuilder content: () -> C) -> some View { self }
  public func sheet<C: View>(isPresented: Binding<Bool>, onDismiss: (() -> Void)? = nil, @ViewBuilder content: @escaping () -> C) -> some View { self }
  public func sheet<I: Identifiable, C: View>(item: Binding<I?>, onDismiss: (() -> Void)? = nil, @ViewBuilder content: @escaping (I) -> C) -> some View { self }
  public func fullScreenCover<C: View>(isPresented: Binding<Bool>, onDismiss: (() -> Void)? = nil, @ViewBuilder content: @escaping () -> C) -> some View { self }
  public func navigationSplitViewStyle<S: NavigationSplitViewStyle>(_ s: S) -> some View { self }
  public func navigationSplitViewColumnWidth(min: CGFloat? = nil, ideal: CGFloat, max: CGFloat? = nil) -> some View { self }
  public func alert<A: View, M: View>(_ k: LocalizedStringKey, isPresented: Binding<Bool>, @ViewBuilder actions: () -> A, @ViewBuilder message: () -> M) -> some View { self }
  public func alert<A: View>(_ k: LocalizedStringKey, isPresented: Binding<Bool>, @ViewBuilder actions: () -> A) -> some View { self }
  public func alert<A: View, M: View, T>(_ k: LocalizedStringKey, isPresented: Binding<Bool>, presenting: T?, @ViewBuilder actions: (T) -> A, @ViewBuilder message: (T) -> M) -> some View { self }
  public func alert<E: LocalizedError, A: View>(isPresented: Binding<Bool>, error: E?, @ViewBuilder actions: () -> A) -> some View { self }
  public func confirmationDialog<A: View>(_ k: LocalizedStringKey, isPresented: Binding<Bool>, titleVisibility: Visibility = .automatic, @ViewBuilder actions: () -> A) -> some View { self }
  public func task(priority: TaskPriority = .userInitiated, @_inheritActorContext _ action: sending @escaping @isolated(any) () async -> Void) -> some View { self }
  public func task<T: Equatable>(id: T, priority: TaskPriority = .userInitiated, @_inheritActorContext _ action: sending @escaping @isolated(any) () async -> Void) -> some View { self }
  public func refreshable(@_inheritActorContext action: @escaping @Sendable () async -> Void) -> some View { self }
  public func onDisappear(perform: (() -> Void)? = nil) -> some View { self }
  public func onAppear(perform: (() -> Void)? = nil) -> some View { self }
  public func onSubmit(_ action: @escaping () -> Void) -> some View { self }
  public func onChange<V: Equatable>(of v: V, initial: Bool = false, _ action: @escaping (V, V) -> Void) -> some View { self }
  public func onChange<V: Equatable>(of v: V, initial: Bool = false, _ action: @escaping () -> Void) -> some View { self }
  public func searchable(text: Binding<String>, prompt: LocalizedStringKey? = nil) -> some View { self }
  public func swipeActions<T: View>(edge: HorizontalEdge = .trailing, allowsFullSwipe: Bool = true, @ViewBuilder content: () -> T) -> some View { self }
  public func environment<T: AnyObject & Observable>(_ o: T?) -> some View { self }
  public func environment<V>(_ k: WritableKeyPath<EnvironmentValues, V>, _ v: V) -> some View { self }
  public func focused<V: Hashable>(_ b: FocusState<V>.Binding, equals: V) -> some View { self }
  public func focused(_ b: FocusState<Bool>.Binding) -> some View { self }
  public func keyboardType(_ t: UIKeyboardType) -> some View { self }
  public func textInputAutocapitalization(_ a: TextInputAutocapitalization?) -> some View { self }
  public func autocorrectionDisabled(_ b: Bool = true) -> some View { self }
  public func submitLabel(_ l: SubmitLabel) -> some View { self }
  public func accessibilityLabel(_ k: LocalizedStringKey) -> some View { self }
  @_disfavoredOverload public func accessibilityLabel<S: StringProtocol>(_ s: S) -> some View { self }
  public func accessibilityHint(_ k: LocalizedStringKey) -> some View { self }
  public func accessibilityIdentifier(_ s: String) -> some View { self }
  public func accessibilityHidden(_ b: Bool) -> some View { self }
  public func accessibilityAddTraits(_ t: AccessibilityTraits) -> some View { self }
  public func accessibilityElement(children: AccessibilityChildBehavior = .ignore) -> some View { self }
  public func presentationDetents(_ d: Set<PresentationDetent>) -> some View { self }
  public func interactiveDismissDisabled(_ b: Bool = true) -> some View { self }
}
