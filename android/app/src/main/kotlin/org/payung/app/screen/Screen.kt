package org.payung.app.screen

import android.content.Context
import android.graphics.Rect
import android.view.View
import android.view.ViewGroup
import android.widget.Button
import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.app.core.Way
import org.payung.app.core.troubleOf
import org.payung.app.look.Card
import org.payung.app.look.Column
import org.payung.app.look.NoticeKind
import org.payung.app.look.Place
import org.payung.app.look.Scaffold
import org.payung.app.look.Skeleton
import org.payung.app.look.TopBar
import org.payung.app.look.announce
import org.payung.app.look.isLow
import org.payung.app.look.isWide
import org.payung.app.look.largeText
import org.payung.app.look.notice
import org.payung.app.look.placeWords
import org.payung.app.look.primaryButton
import org.payung.app.look.quiet
import org.payung.app.look.secondaryButton
import org.payung.app.phone.Parcel
import org.payung.core.Change
import org.payung.core.PayungException

/** What a screen asks of the activity. */
interface Host {
    val context: Context
    val core: Calls

    fun go(route: Route)

    /** Goes there, and back leads home. */
    fun goFromHome(route: Route)

    fun back()

    /** Keeps this screen out of screenshots and of the list of recent apps. */
    fun secure(secure: Boolean)

    fun listen(sentences: List<String>)

    fun photograph(question: String)

    fun pickPhoto(question: String)

    fun sync()

    fun share(text: String)

    /** A file to whom somebody chooses. */
    fun send(parcel: Parcel)

    /** A picture to where the gallery shows it. */
    fun save(parcel: Parcel)

    /** Text to the clipboard; what is [secret] is not shown while it is copied. */
    fun copy(
        text: String,
        secret: Boolean = false,
    )

    /** The text that was copied last; only read when somebody says so. */
    fun pasted(): String

    /** The app that a link is of; says so where it is not installed. */
    fun openApp(
        link: String,
        name: String,
    )

    /** As bright as the phone can be, and not turned off: another phone's camera reads the screen. */
    fun bright(bright: Boolean)

    /** A place in a map app, a number in the dialler, an address in the mail app; no other link is opened. */
    fun visit(link: String)

    fun openStore()

    fun openStorageSettings()

    fun askForNotifications()

    /** Draws everything again in the language or the lock that was chosen. */
    fun settingsChanged()
}

/** What a screen knows and does. Pure Kotlin over the core: it is tested without a view. */
abstract class Model<S : Any>(
    protected val core: Calls,
    first: S,
) {
    /** What is drawn. */
    var state: S = first
        private set

    /** Told after each change. */
    var drawn: (() -> Unit)? = null

    /**
     * What somebody was told about the last thing they did and can only read, as why the core refused it. It stays until they do the
     * next thing or go elsewhere: news of the background, a turned phone and the end of the process take nothing away.
     */
    var told: String? = null
        private set

    /** A day or a time that somebody is choosing in a dialog of the phone. It is kept as [told] is. */
    internal var openPicker: OpenPicker? = null

    protected fun set(next: S) {
        state = next
        drawn?.invoke()
    }

    /** For tests of views: a state that nobody asked the core for. */
    internal fun place(state: S) = set(state)

    /** Comes to the screen, for the first time or again. */
    open fun start() = Unit

    /** The phone is turned, or it or somebody leaves the screen: what was not passed on yet is passed on now. */
    open fun stop() = Unit

    /** Somebody went elsewhere in the app: what they were told was read, and what they began to choose in a dialog was given up. */
    open fun left() {
        unsay()
        openPicker = null
    }

    /** Something changed in the background. */
    open fun changed(change: Change) = Unit

    /** A picture was taken or picked; none when the camera gave none. */
    open fun pictured(path: String?) = Unit

    /** The phone cannot do what was asked, for the reason in words. */
    fun cannot(words: String) = tell(words)

    /** What must survive the process besides the route, [told] and [openPicker]; no answer that says who somebody is. */
    protected open fun save(): ArrayList<String> = ArrayList()

    protected open fun restore(saved: ArrayList<String>) = Unit

    /** All that must survive the process. */
    fun saved() = ArrayList(listOf(told.orEmpty(), openPicker?.text().orEmpty()) + save())

    fun restored(saved: List<String>) {
        told = saved.firstOrNull()?.ifEmpty { null }
        openPicker = saved.getOrNull(1)?.let(OpenPicker::parse)
        restore(ArrayList(saved.drop(2)))
    }

    protected fun tell(words: String) {
        told = words
        drawn?.invoke()
    }

    /** Somebody does the next thing. It is drawn with what comes of that. */
    protected fun unsay() {
        told = null
    }

    /**
     * Asks for what is drawn; before it, does what a person did, if it was one who asked. What the core refuses in words that can only be
     * read is told, and what is drawn is asked for all the same.
     */
    protected fun <T> ask(
        first: (Session.() -> Any?)?,
        query: Session.() -> T,
        answer: (Result<T>) -> Unit,
    ) {
        if (first != null) unsay()
        core.ask({ first?.let { refusal(it) } to query() }) { result ->
            result.getOrNull()?.first?.let { told = it }
            answer(result.map { it.second })
        }
    }

    private fun Session.refusal(first: Session.() -> Any?): String? =
        try {
            first()
            null
        } catch (error: PayungException) {
            troubleOf(error).takeIf { it.isOnlyRead }?.words ?: throw error
        }

    /** What a person did failed: it is told, or a trouble with a way on. */
    protected fun refused(
        error: Throwable,
        trouble: (Trouble) -> Unit,
    ) {
        val it = troubleOf(error)
        if (it.isOnlyRead) tell(it.words) else trouble(it)
    }
}

/** Draws a model. Every state is drawn from nothing: what is on screen follows from the state alone. */
abstract class Screen<S : Any>(
    internal val host: Host,
    val model: Model<S>,
) {
    internal val context: Context = host.context
    internal val scaffold = Scaffold(context)

    val view: View get() = scaffold

    internal val pickers = Pickers(context, model)

    /** Stands beside what was chosen from it, which has the one primary button. */
    internal var isBeside = false

    /** Where the screen that stands beside this list was gone to. */
    internal var chosen: Route? = null

    /** What the screen says of [Model.told]. */
    private var toldHere: String? = null

    private var saying: View? = null

    /** What went wrong, as it was read to somebody, and where that is drawn now. */
    private var troubleHere: String? = null
    private var troubling: View? = null

    /** What is drawn: the next question is another place on the same screen. */
    private var place: String? = null

    /** A field in which somebody types is drawn again for it all the same. */
    protected val isToldHere get() = toldHere == model.told

    /** Told after each drawing. */
    internal var settled: (() -> Unit)? = null

    /** A row that leads to another screen; in a list the one that stands beside it is marked. */
    protected fun Card.way(
        to: Route,
        label: CharSequence,
        second: CharSequence = "",
        icon: Int = 0,
    ) = row(label, second = second, icon = icon, chosen = isBeside && to == chosen) { host.go(to) }

    /** The second column, where there is room for it: then it is beside the body, and otherwise the body goes on with it. */
    protected val beside: Column
        get() {
            val isAlone = route.takesAll || (route == Route.Home && !isBeside)
            return if (context.isWide && isAlone) scaffold.beside else scaffold.body
        }

    /** Where this screen goes on after the process was killed. */
    abstract val route: Route

    protected abstract fun draw(state: S)

    /** What *Dengarkan* reads of what is drawn, a sentence each. What was told and what went wrong come before it by themselves. */
    abstract fun spoken(state: S): List<String>

    protected open fun isSecure(state: S): Boolean = false

    /** Whether another phone reads this screen. */
    protected open fun isBright(state: S): Boolean = false

    /** The way back within the screen; false leaves it. */
    open fun back(): Boolean = false

    fun attach() {
        model.drawn = ::redraw
        redraw()
    }

    /** The screen is shown no longer, and another may be drawn from its model. */
    fun release() {
        model.drawn = null
        pickers.close()
    }

    protected open fun redraw() {
        host.secure(isSecure(model.state))
        host.bright(isBright(model.state))
        val here = route.text()
        val focus = if (here == place) Focus.of(scaffold) else null
        place = here
        scaffold.body.removeAllViews()
        scaffold.beside.removeAllViews()
        scaffold.foot.removeAllViews()
        val isNew = !isToldHere
        toldHere = model.told
        saying = null
        val troubleBefore = troubleHere
        troubleHere = null
        troubling = null
        pickers.clear()
        draw(model.state)
        pickers.settle()
        // What is said is on screen, however large the letters are.
        if (isNew) {
            saying?.let { said ->
                said.post { said.requestRectangleOnScreen(Rect(0, 0, said.width, said.height), true) }
                said.announce()
            }
        }
        if (troubleHere != troubleBefore) troubling?.announce()
        gather()
        if (isBeside) scaffold.foot.all().forEach { (it as? Button)?.quiet() }
        scaffold.settle()
        scaffold.nameItself()
        focus?.restore(scaffold)
        settled?.invoke()
    }

    /** Leaves out the buttons at the bottom that the screen beside this one has too. */
    internal fun leaveTo(other: Screen<*>) {
        val others = other.scaffold.foot.buttons()
        val there = others.map { it.text.toString() }
        scaffold.foot.buttons().forEach { it.visibility = if (it.text.toString() in there) View.GONE else View.VISIBLE }
        scaffold.settle()
    }

    private fun Column.buttons() = all().filterIsInstance<Button>()

    /** Where letters are large or the screen is low, only the first button stays at the bottom: the rest of it is for reading. */
    private fun gather() {
        if (!context.largeText && !context.isLow) return
        val foot = scaffold.foot
        while (foot.childCount > 1) {
            val button = foot.getChildAt(1)
            foot.removeViewAt(1)
            scaffold.body.put(button, R.dimen.space_s)
        }
    }

    internal fun word(
        id: Int,
        vararg with: Any,
    ): String = context.getString(id, *with)

    protected fun bar(
        place: Place? = null,
        back: (() -> Unit)? = { host.back() },
    ) {
        scaffold.bar(TopBar(context, word(R.string.listen), word(R.string.back), place, back) { host.listen(saidAndSpoken()) })
        if (place != null && context.largeText) scaffold.body.put(context.placeWords(place))
    }

    /** What was told, and what went wrong, come first: somebody who only listens learns of it no later than who reads. */
    internal fun saidAndSpoken() = sentences(model.told.orEmpty()) + sentences(troubleHere.orEmpty()) + spoken(model.state)

    /** Where texts will be, until the core has answered; nothing where it has, with a trouble or with words that say why there are none. */
    protected fun waiting(trouble: Trouble?) {
        if (trouble == null && model.told == null) scaffold.body.put(Skeleton(context, word(R.string.wait)))
    }

    /** What was told about the last thing done; what went wrong, and one button for the way on. */
    protected fun drawTrouble(
        trouble: Trouble?,
        wayOn: (Way) -> Unit,
    ) {
        model.told?.let { saying = scaffold.body.put(context.notice(NoticeKind.LOOK_AGAIN, it)) }
        if (trouble == null) return
        val words = trouble.words.ifEmpty { word(R.string.trouble_unknown) }
        troubleHere = words
        troubling = scaffold.body.put(context.notice(NoticeKind.LOOK_AGAIN, words))
        val label =
            when (trouble.way) {
                Way.READ, Way.QUESTION, Way.CAMERA -> return
                Way.TRY_AGAIN, Way.UNLOCK -> R.string.try_again
                Way.START_CLEAN -> R.string.start_clean
                Way.UPDATE -> R.string.update
                Way.FREE_ROOM -> R.string.free_room
            }
        val press = {
            when (trouble.way) {
                Way.UPDATE -> host.openStore()
                Way.FREE_ROOM -> host.openStorageSettings()
                else -> wayOn(trouble.way)
            }
        }
        scaffold.foot.put(context.primaryButton(word(label), press))
    }
}

/** Every view below this one. */
fun View.all(): List<View> =
    listOf(this) + ((this as? ViewGroup)?.let { group -> (0 until group.childCount).flatMap { group.getChildAt(it).all() } } ?: emptyList())

/** A text in sentences, for a voice that pauses between them. */
fun sentences(text: String): List<String> = text.split(Regex("(?<=[.?!:])\\s+")).filter { it.isNotBlank() }
